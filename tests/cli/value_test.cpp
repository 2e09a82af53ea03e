#include "cli/value.hpp"

#include <gtest/gtest.h>

namespace carrot::cli {
namespace {

template <class T>
std::optional<T> read(std::string_view text) {
    T value{};
    if (!read_value(text, value)) return {};
    return value;
}

TEST(Values, AreReadWhole) {
    EXPECT_EQ(read<std::uint32_t>("17"), 17u);
    EXPECT_EQ(read<market::Stroops>("2.5"), market::Stroops{25'000'000});
    EXPECT_EQ(read<bool>("no"), false);
}

TEST(Values, AreRefusedWhenAnythingIsLeftOver) {
    for (auto text : {"", "-1", "+1", "1x", " 1", "1.0", "4294967296"}) {
        EXPECT_EQ(read<std::uint32_t>(text), std::nullopt) << text;
    }
    EXPECT_EQ(read<std::uint16_t>("65536"), std::nullopt);
    EXPECT_EQ(read<bool>("maybe"), std::nullopt);
    EXPECT_EQ(read<std::filesystem::path>(""), std::nullopt);
}

}  // namespace
}  // namespace carrot::cli
