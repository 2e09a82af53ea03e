// Assertions on what became of a call.
//
//   EXPECT_THAT(door.open({"barley"}), RefusedWith(Door::Error::wrong_word));
//   EXPECT_THAT(counter.increment(alice), CostsAtMost({.cpu_instructions = 400'000}));
#pragma once

#include <gmock/gmock.h>

#include <limits>

#include "testkit/call.hpp"

namespace carrot::testkit {

MATCHER(Succeeds, "is a success") { return arg.succeeded(); }

MATCHER_P(RefusedWith, error, "is refused with this error of the contract") { return arg == error; }

/// What a call may use at most.
struct Budget {
    std::uint64_t cpu_instructions = std::numeric_limits<std::uint64_t>::max();
    std::uint64_t memory_bytes = std::numeric_limits<std::uint64_t>::max();
    std::int64_t resource_fee_stroops = std::numeric_limits<std::int64_t>::max();
};

namespace detail {

inline bool within(const Call& call, const Budget& budget, testing::MatchResultListener& listener) {
    listener << call.cpu_instructions << " instructions, " << call.memory_bytes << " bytes, "
             << call.resource_fee_stroops << " stroops";
    return call.cpu_instructions <= budget.cpu_instructions &&
           call.memory_bytes <= budget.memory_bytes &&
           call.resource_fee_stroops <= budget.resource_fee_stroops;
}

}  // namespace detail

/// Of a successful call.
MATCHER_P(CostsWithin, budget, "succeeds within the budget") {
    return arg.succeeded() && detail::within(arg.call(), budget, *result_listener);
}
inline auto CostsAtMost(Budget budget) { return CostsWithin(budget); }

}  // namespace carrot::testkit
