#include "worker/status_board.hpp"

#include <gtest/gtest.h>

namespace carrot::worker {
namespace {

using namespace std::chrono_literals;

class StatusBoardTest : public testing::Test {
protected:
    ManualClock clock{TimePoint{1'000'000s}};
    StatusBoard board{clock, {{Verdict::completed, 3}}};
};

TEST_F(StatusBoardTest, CountsOnFromTheJobsOfBefore) {
    board.note_end(Verdict::completed);
    board.note_end(Verdict::released);
    EXPECT_EQ(board.ended().at(Verdict::completed), 4u);
    EXPECT_EQ(board.ended().at(Verdict::released), 1u);
}

TEST_F(StatusBoardTest, MeasuresALedgersAgeSinceItWasToldFirst) {
    EXPECT_FALSE(board.ledger());
    board.note_ledger({.number = 7});
    clock.advance(10s);
    board.note_ledger({.number = 7});
    board.note_ledger({.number = 5});
    EXPECT_EQ(board.ledger()->number, 7u);
    EXPECT_EQ(board.ledger()->age, 10s);
    board.note_ledger({.number = 8});
    EXPECT_EQ(board.ledger()->age, 0s);
}

TEST_F(StatusBoardTest, SaysSinceWhenTheChainIsSilentUntilItAnswers) {
    board.note_chain(fail(ErrorCode::unavailable, "refused"));
    const auto since = clock.now();
    clock.advance(60s);
    board.note_chain(fail(ErrorCode::unavailable, "timed out"));
    EXPECT_EQ(board.chain_failure()->message, "timed out");
    EXPECT_EQ(board.chain_failure()->since, since);
    board.note_chain({});
    EXPECT_FALSE(board.chain_failure());
    EXPECT_EQ(board.last_trouble()->message, "timed out") << "its owner may ask later";
}

TEST_F(StatusBoardTest, KnowsHowLongTheWorkerHasBeenAtWorkWhenTheClockJumps) {
    clock.advance(90s);
    EXPECT_EQ(board.uptime(), 90s);
    EXPECT_EQ(board.started_at(), TimePoint{1'000'000s});
}

}  // namespace
}  // namespace carrot::worker
