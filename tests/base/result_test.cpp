#include "base/result.hpp"

#include <gtest/gtest.h>

#include <memory>

namespace carrot {
namespace {

Result<std::unique_ptr<int>> box(int value) {
    if (value < 0) return fail(ErrorCode::invalid_argument, "{} is negative", value);
    return std::make_unique<int>(value);
}

Result<int> doubled(int value) {
    const auto boxed = TRY(box(value));
    return *boxed * 2;
}

TEST(Try, GivesTheValueOrReturnsTheError) {
    EXPECT_EQ(doubled(21).value(), 42);
    EXPECT_EQ(doubled(-1).error().message, "-1 is negative");
    EXPECT_EQ(doubled(-1).error().code, ErrorCode::invalid_argument);
}

Result<int> sum(Result<int> left, Result<int> right) {
    return TRY(left)
    +TRY(right);
}

Result<int> nested(int value) { return sum(doubled(TRY(doubled(value))), TRY(doubled(value))); }

TEST(Try, MayStandInsideAnother) {
    EXPECT_EQ(nested(1).value(), 6);
    EXPECT_EQ(nested(-1).error().message, "-1 is negative");
}

TEST(WithContext, PutsTheOperationBeforeTheReason) {
    EXPECT_EQ(with_context(doubled(-1), "could not double").error().message,
              "could not double: -1 is negative");
    EXPECT_EQ(with_context(doubled(1), "could not double").value(), 2);
}

}  // namespace
}  // namespace carrot
