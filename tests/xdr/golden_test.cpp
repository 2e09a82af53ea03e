// Against the bytes of the JavaScript SDK: see make_golden.mjs.
#include <gmock/gmock.h>

#include <set>

#include "base/encoding.hpp"
#include "xdr/all_types.hpp"

namespace carrot::tests {

TEST(XdrGolden, CoversEveryStructAndUnion) {
    std::set<std::string_view> covered;
    for (const GoldenValue& golden : golden_values())
        covered.insert(golden.type->name);
    EXPECT_EQ(covered.size(), all_xdr_types().size());
}

TEST(XdrGolden, ReadsAndWritesWhatTheJavaScriptSdkWrites) {
    for (const GoldenValue& golden : golden_values()) {
        const auto again = golden.type->recode(golden.bytes);
        ASSERT_TRUE(again) << golden.type->name << ": " << again.error().message << "\n"
                           << to_base64(golden.bytes);
        ASSERT_EQ(to_hex(*again), to_hex(golden.bytes)) << golden.type->name;
    }
}

TEST(XdrTypes, StartOutAsValuesThatCanBeWrittenAndRead) {
    for (const XdrType& type : all_xdr_types()) {
        const auto bytes = type.encode_default();
        ASSERT_TRUE(bytes) << type.name << ": " << bytes.error().message;
        const auto again = type.recode(*bytes);
        ASSERT_TRUE(again) << type.name << ": " << again.error().message;
        EXPECT_EQ(*again, *bytes) << type.name;
    }
}

}  // namespace carrot::tests
