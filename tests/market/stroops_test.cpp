#include "market/stroops.hpp"

#include <gtest/gtest.h>

namespace carrot::market {
namespace {

Stroops xlm(std::string_view text) { return parse_xlm(text).value(); }

TEST(Xlm, IsReadToTheStroop) {
    EXPECT_EQ(xlm("2.5"), Stroops{25'000'000});
    EXPECT_EQ(xlm("0.0000001"), Stroops{1});
    EXPECT_EQ(xlm("0"), Stroops{0});
    EXPECT_EQ(xlm("922337203685.4775807"), Stroops{9'223'372'036'854'775'807});
}

TEST(Xlm, RefusesWhatIsNotAPlainAmount) {
    for (auto text : {"", ".", "1.", ".5", "-1", "+1", "1e3", "1,000", " 1", "1 ", "0x10", "1.2.3",
                      "0.00000001", "NaN"}) {
        EXPECT_EQ(parse_xlm(text).error().code, ErrorCode::invalid_argument) << text;
    }
}

TEST(Xlm, RefusesMoreThanTheChainCanCount) {
    EXPECT_FALSE(parse_xlm(std::string(40, '9')));
    EXPECT_FALSE(parse_xlm("17014118346046923173168730371588.4105728"));
    EXPECT_TRUE(parse_xlm("17014118346046923173168730371588.4105727"));
}

TEST(Xlm, IsWrittenAtItsShortest) {
    EXPECT_EQ(to_xlm(Stroops{25'000'000}), "2.5");
    EXPECT_EQ(to_xlm(Stroops{0}), "0");
    EXPECT_EQ(to_xlm(Stroops{10'000'000}), "1");
    EXPECT_EQ(to_xlm(Stroops{1}), "0.0000001");
    EXPECT_EQ(to_xlm(Stroops{-15'000'000}), "-1.5");
    EXPECT_EQ(to_xlm(Stroops{-1}), "-0.0000001");
}

TEST(Xlm, WritesTheLeastAmountOfTheRange) {
    auto most = parse_xlm("17014118346046923173168730371588.4105727").value();
    auto least = Stroops{}.minus(most)->minus(Stroops{1}).value();
    EXPECT_EQ(to_xlm(least), "-17014118346046923173168730371588.4105728");
}

TEST(StroopArithmetic, SaysWhenItLeavesTheRange) {
    auto most = parse_xlm("17014118346046923173168730371588.4105727").value();
    EXPECT_FALSE(most.plus(Stroops{1}));
    EXPECT_FALSE(most.times(2));
    EXPECT_FALSE(Stroops{}.minus(most)->minus(Stroops{2}));
    EXPECT_EQ(xlm("1.5").times(3), xlm("4.5"));
}

TEST(SplitPayment, GivesFivePercentRoundedDownToThePlatform) {
    auto split = split_payment(Stroops{20'000'000});
    EXPECT_EQ(split.fee, Stroops{1'000'000});
    EXPECT_EQ(split.provider, Stroops{19'000'000});

    EXPECT_EQ(split_payment(Stroops{19}).fee, Stroops{0});
    EXPECT_EQ(split_payment(Stroops{20}).fee, Stroops{1});
    EXPECT_EQ(split_payment(Stroops{139}).fee, Stroops{6});
}

TEST(SplitPayment, LosesNothingAtTheEndOfTheRange) {
    auto most = parse_xlm("17014118346046923173168730371588.4105727").value();
    auto split = split_payment(most);
    EXPECT_EQ(split.fee.plus(split.provider), most);
}

TEST(StroopText, GoesThereAndBack) {
    EXPECT_EQ(parse_stroops("20000000"), Stroops{20'000'000});
    EXPECT_EQ(to_decimal(Stroops{20'000'000}), "20000000");
    EXPECT_EQ(to_decimal(Stroops{-3}), "-3");
    EXPECT_FALSE(parse_stroops("2.0"));
    EXPECT_FALSE(parse_stroops(""));
}

}  // namespace
}  // namespace carrot::market
