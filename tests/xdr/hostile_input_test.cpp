// Bytes that nobody honest sends. The property: whatever is accepted is the one encoding of its
// value, and nothing crashes (run it in the asan preset, too).
#include <gtest/gtest.h>

#include "base/encoding.hpp"
#include "xdr/all_types.hpp"

namespace carrot::tests {

namespace {

void expect_refused_or_canonical(const XdrType& type, BytesView bytes) {
    const auto again = type.recode(bytes);
    if (again) {
        ASSERT_EQ(to_hex(*again), to_hex(bytes)) << type.name;
    } else {
        ASSERT_NE(again.error().code, ErrorCode::internal) << again.error().message;
    }
}

}  // namespace

TEST(HostileXdr, IsRefusedWhenCutAtAnyByte) {
    for (const auto& [type, bytes] : golden_values()) {
        for (std::size_t length = 0; length < bytes.size(); ++length) {
            ASSERT_FALSE(type->recode(BytesView(bytes).first(length)))
                << type->name << " cut to " << length << " of " << to_base64(bytes);
        }
    }
}

TEST(HostileXdr, IsRefusedOrCanonicalWhenAnyByteIsChanged) {
    for (const auto& [type, bytes] : golden_values()) {
        Bytes changed = bytes;
        for (std::size_t at = 0; at < bytes.size(); ++at) {
            for (const int mask : {0x01, 0x80, 0xff}) {
                changed[at] = static_cast<std::uint8_t>(bytes[at] ^ mask);
                expect_refused_or_canonical(*type, changed);
            }
            changed[at] = bytes[at];
        }
    }
}

TEST(HostileXdr, IsRefusedOrCanonicalWhenReadAsAnotherType) {
    const auto& types = all_xdr_types();
    std::size_t next = 0;
    for (const GoldenValue& golden : golden_values()) {
        for (int i = 0; i < 20; ++i)
            expect_refused_or_canonical(types[next++ % types.size()], golden.bytes);
    }
}

}  // namespace carrot::tests
