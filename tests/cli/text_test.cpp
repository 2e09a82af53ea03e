#include "cli/text.hpp"

#include <gtest/gtest.h>

namespace carrot::cli {
namespace {

using namespace std::chrono_literals;

const Paint plain{false};

TEST(Printable, TakesAwayWhatSteersATerminal) {
    EXPECT_EQ(printable("\033[2Jhi\r\n"), "?[2Jhi??");
    EXPECT_EQ(printable("a\xff"), "a\uFFFD");
    EXPECT_EQ(printable("a\xc2\x9b"
                        "2Jb"),
              "a?2Jb");
    EXPECT_EQ(printable("é ✓"), "é ✓");
}

TEST(Printable, KeepsTheLinesOfALog) { EXPECT_EQ(printable("a\n\tb\033", Lines::many), "a\n\tb?"); }

TEST(Durations, AreShortAndInTheirUnit) {
    EXPECT_EQ(to_text(0ms), "0.0 s");
    EXPECT_EQ(to_text(1234ms), "1.2 s");
    EXPECT_EQ(to_text(65s), "1 min 05 s");
    EXPECT_EQ(to_text(2h + 14min), "2 h 14 min");
    EXPECT_EQ(to_text(123h), "5 d 03 h");
}

TEST(Sizes, AreInPowersOf1024) {
    EXPECT_EQ(to_text_bytes(512), "512 B");
    EXPECT_EQ(to_text_bytes(1536), "1.5 KiB");
    EXPECT_EQ(to_text_bytes(std::uint64_t{3} << 30), "3.0 GiB");
}

TEST(Times, ThatAreNotReachedAreADash) {
    EXPECT_EQ(to_text_time(0), "-");
    EXPECT_EQ(to_text_time(1'763'845'848), "2025-11-22 21:10:48 UTC");
    EXPECT_EQ(to_text_time(~std::uint64_t{0}), "-");
}

TEST(Addresses, AreShortenedInTheMiddle) {
    EXPECT_EQ(short_address("GABCDEFGHIJKLMNOPQRSTUVWXYZ"), "GABCDE…WXYZ");
    EXPECT_EQ(short_address("short"), "short");
}

TEST(Table, AlignsItsColumns) {
    Table table({{"ID", Table::Align::right}, {"MODEL"}, {"PRICE", Table::Align::right}});
    table.add_row({"0", "RTX 4090", "2.5"});
    table.add_row({"10", "é\n", "10"});
    EXPECT_EQ(table.to_text(plain),
              "ID  MODEL     PRICE\n"
              " 0  RTX 4090    2.5\n"
              "10  é?           10\n");
}

TEST(Facts, HaveTheirNamesInOneColumn) {
    Facts facts;
    facts.add("model", "RTX 4090");
    facts.add("id", "3");
    EXPECT_EQ(facts.to_text(plain), "model  RTX 4090\nid     3\n");
}

TEST(Paint, WritesColoursOnlyWhenAsked) {
    EXPECT_EQ(plain(Ink::green, "ok"), "ok");
    EXPECT_EQ(Paint{true}(Ink::green, "ok"), "\033[32mok\033[0m");
}

}  // namespace
}  // namespace carrot::cli
