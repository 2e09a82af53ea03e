#include "base/utf8.hpp"

#include <gtest/gtest.h>

namespace carrot {
namespace {

TEST(Utf8, AcceptsEveryLengthOfCharacter) {
    EXPECT_TRUE(is_utf8(""));
    EXPECT_TRUE(is_utf8("a \u00df \u20ac \U0001f955"));
}

TEST(Utf8, RefusesOverlongFormsSurrogatesAndWhatIsBeyondUnicode) {
    for (const auto* text : {"\xc0\x80", "\xe0\x80\x80", "\xf0\x80\x80\x80", "\xed\xa0\x80",
                             "\xf4\x90\x80\x80", "\xff", "\x80", "\xe2\x82", "\xc3("})
        EXPECT_FALSE(is_utf8(text));
}

TEST(Utf8, ReplacesOnlyTheBytesThatAreNoCharacters) {
    EXPECT_EQ(to_utf8("a\xff\u20ac\xe2\x82"), "a\ufffd\u20ac\ufffd\ufffd");
    EXPECT_EQ(to_utf8("a\n"), "a\n");
}

TEST(Utf8, ShowsControlCharactersAsQuestionMarks) {
    EXPECT_EQ(to_printable("a\n\x1b[2J\x7f\u00df"), "a??[2J?\u00df");
}

}  // namespace
}  // namespace carrot
