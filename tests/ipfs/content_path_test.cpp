#include "ipfs/content_path.hpp"

#include <gmock/gmock.h>

namespace carrot::ipfs::tests {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::string_view cid = "bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e";

TEST(ContentPath, IsReadInAllThreeForms) {
    for (const std::string prefix : {"ipfs://", "/ipfs/", ""}) {
        const auto path = ContentPath::parse(prefix + std::string(cid) + "/a b/ç.png");
        ASSERT_TRUE(path) << path.error().message;
        EXPECT_EQ(path->root.to_string(), cid);
        EXPECT_THAT(path->segments, ElementsAre("a b", "ç.png"));
    }
}

TEST(ContentPath, DropsEmptySegments) {
    EXPECT_THAT(ContentPath::parse(std::string(cid) + "//")->segments, IsEmpty());
    EXPECT_THAT(ContentPath::parse(std::string(cid) + "//a///b/")->segments, ElementsAre("a", "b"));
}

TEST(ContentPath, RefusesDotsAndWhatIsTooLong) {
    std::string deep(cid), segments;
    for (int i = 0; i < 65; ++i)
        deep += "/a";
    for (const std::string& text :
         {std::string(cid) + "/a/../b", std::string(cid) + "/.", deep,
          std::string(cid) + "/" + std::string(5000, 'a'), std::string("/ipns/example.org")}) {
        const auto path = ContentPath::parse(text);
        ASSERT_FALSE(path) << text;
        EXPECT_EQ(path.error().code, ErrorCode::invalid_argument);
    }
}

TEST(ContentPath, OfAResultIsAUri) {
    EXPECT_EQ(to_uri(Cid::parse(cid).value()), "ipfs://" + std::string(cid));
}

}  // namespace
}  // namespace carrot::ipfs::tests
