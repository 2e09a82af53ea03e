#include "worker/gpu_guard.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "base/file.hpp"
#include "support/temporary_directory.hpp"
#include "worker/memory_chain.hpp"

namespace carrot::worker {
namespace {

using testing::HasSubstr;
using namespace std::chrono_literals;

constexpr GpuId gpu = 0;

/// A provider with one GPU, an RTX 4090, and a machine whose cards a test takes out and puts in.
class GpuGuardTest : public testing::Test {
protected:
    GpuGuardTest() {
        chain.gpus = {gpu};
        options.directory = directory.path();
        options.discover = [this] {
            const std::lock_guard lock(cards_mutex);
            ++discoveries;
            return inventory;
        };
        put_card("GPU-a");
    }

    void put_card(const std::string& uuid) {
        const std::lock_guard lock(cards_mutex);
        sandbox::Gpu card;
        card.model = "NVIDIA GeForce RTX 4090";
        card.memory_bytes = std::uint64_t{24564} << 20;
        card.uuid = uuid;
        inventory.gpus.push_back(card);
        inventory.troubles.clear();
    }
    void take_cards() {
        const std::lock_guard lock(cards_mutex);
        inventory.gpus.clear();
        inventory.troubles = {{sandbox::GpuTroubleKind::card_lost, "GPU 0 is lost", "reboot"}};
    }

    Result<void> look(GpuGuard& guard, int times = 1) {
        Result<void> last;
        const auto on_lost = [this](GpuId id, const std::string& reason) {
            lost.emplace_back(id, reason);
        };
        for (int i = 0; i < times; ++i)
            last = guard.look(account, on_lost, {});
        return last;
    }

    tests::TemporaryDirectory directory;
    MemoryChain chain;
    ManualClock clock{TimePoint{}};
    GpuGuardOptions options;
    std::mutex account, cards_mutex;
    sandbox::GpuInventory inventory;
    std::vector<std::pair<GpuId, std::string>> lost;
    int discoveries = 0;
};

TEST_F(GpuGuardTest, GivesJobsTheCardOfTheirGpu) {
    GpuGuard guard(options, chain, clock);
    EXPECT_EQ(guard.card_for(gpu).error().code, ErrorCode::unavailable) << "nobody looked yet";
    ASSERT_TRUE(look(guard));
    EXPECT_EQ(guard.card_for(gpu).value(), "GPU-a");
    EXPECT_EQ(chain.availability_changes(), 0);
}

TEST_F(GpuGuardTest, GivesNoCardToJobsOfAProcessor) {
    chain.put_gpu({gpu, "CPU, 8 cores, no GPU", 4, true, "GPROVIDER"});
    take_cards();
    GpuGuard guard(options, chain, clock);
    ASSERT_TRUE(look(guard, 3));
    EXPECT_EQ(guard.card_for(gpu).value(), "");
    EXPECT_EQ(discoveries, 0) << "no driver is asked where no card is wanted";
    EXPECT_TRUE(chain.gpu(gpu).available);
}

TEST_F(GpuGuardTest, KeepsJobsFromAGpuAtOnceAndTakesItOffTheMarketWhenItIsSure) {
    GpuGuard guard(options, chain, clock);
    ASSERT_TRUE(look(guard));
    take_cards();
    ASSERT_TRUE(look(guard));
    const auto refused = guard.card_for(gpu);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::failed_precondition);
    EXPECT_THAT(refused.error().message, HasSubstr("GPU 0 is lost"));
    EXPECT_TRUE(chain.gpu(gpu).available) << "a driver that is busy may not answer once";

    ASSERT_TRUE(look(guard, 5));
    EXPECT_FALSE(chain.gpu(gpu).available);
    EXPECT_EQ(chain.availability_changes(), 1);
    EXPECT_TRUE(guard.gpus().at(0).switched_off);
}

TEST_F(GpuGuardTest, PutsAGpuOnTheMarketAgainWhenItsCardIsBack) {
    GpuGuard guard(options, chain, clock);
    ASSERT_TRUE(look(guard));
    take_cards();
    ASSERT_TRUE(look(guard, 2));
    put_card("GPU-a");
    ASSERT_TRUE(look(guard, 2));
    EXPECT_TRUE(chain.gpu(gpu).available);
    EXPECT_EQ(chain.availability_changes(), 2);
    EXPECT_EQ(guard.card_for(gpu).value(), "GPU-a");
    EXPECT_FALSE(guard.gpus().at(0).switched_off);
}

TEST_F(GpuGuardTest, RemembersAcrossRestartsWhatItSwitchedOff) {
    {
        GpuGuard guard(options, chain, clock);
        ASSERT_TRUE(look(guard));
        take_cards();
        ASSERT_TRUE(look(guard, 2));
        EXPECT_FALSE(chain.gpu(gpu).available);
    }
    put_card("GPU-a");
    GpuGuard guard(options, chain, clock);
    ASSERT_TRUE(look(guard));
    EXPECT_TRUE(chain.gpu(gpu).available);
}

TEST_F(GpuGuardTest, LeavesAGpuOffThatItsOwnerSwitchedOff) {
    ASSERT_TRUE(chain.set_availability(gpu, false, {}));
    GpuGuard guard(options, chain, clock);
    ASSERT_TRUE(look(guard, 2));
    take_cards();
    ASSERT_TRUE(look(guard, 2));
    put_card("GPU-a");
    ASSERT_TRUE(look(guard, 2));
    EXPECT_FALSE(chain.gpu(gpu).available);
    EXPECT_EQ(chain.availability_changes(), 1) << "the owner's own";
}

TEST_F(GpuGuardTest, LeavesAGpuOnThatItsOwnerSwitchedOnAgainWithoutItsCard) {
    GpuGuard guard(options, chain, clock);
    ASSERT_TRUE(look(guard));
    take_cards();
    ASSERT_TRUE(look(guard, 2));
    ASSERT_TRUE(chain.set_availability(gpu, true, {}));
    ASSERT_TRUE(look(guard, 3));
    EXPECT_TRUE(chain.gpu(gpu).available);
    EXPECT_FALSE(guard.card_for(gpu)) << "its jobs are refused all the same";
}

/// A crash after what was written, and before the transaction.
TEST_F(GpuGuardTest, SwitchesOffAfterARestartWhatItMeantTo) {
    const auto file = directory.path() / "gpu_guard.json";
    const auto text = R"({"cards": {}, "switched_off": {"0": "wanted"}})";
    ASSERT_TRUE(write_file(file, as_bytes(text)));
    take_cards();
    GpuGuard guard(options, chain, clock);
    ASSERT_TRUE(look(guard, 2));
    EXPECT_FALSE(chain.gpu(gpu).available);
    put_card("GPU-a");
    ASSERT_TRUE(look(guard));
    EXPECT_TRUE(chain.gpu(gpu).available);
}

TEST_F(GpuGuardTest, BeginsADamagedFileAnew) {
    ASSERT_TRUE(write_file(directory.path() / "gpu_guard.json", as_bytes("{\"cards\":")));
    GpuGuard guard(options, chain, clock);
    ASSERT_TRUE(look(guard));
    EXPECT_EQ(guard.card_for(gpu).value(), "GPU-a");
}

TEST_F(GpuGuardTest, TellsOnceThatARunningJobsCardIsGone) {
    GpuGuard guard(options, chain, clock);
    ASSERT_TRUE(look(guard));
    take_cards();
    ASSERT_TRUE(look(guard));
    EXPECT_TRUE(lost.empty());
    ASSERT_TRUE(look(guard, 3));
    ASSERT_EQ(lost.size(), 1u);
    EXPECT_EQ(lost[0].first, gpu);
    EXPECT_THAT(lost[0].second, HasSubstr("GPU-a is gone"));
}

TEST_F(GpuGuardTest, GivesAGpuWhoseCardIsGoneAnotherOfItsKind) {
    GpuGuard guard(options, chain, clock);
    ASSERT_TRUE(look(guard));
    take_cards();
    put_card("GPU-b");
    ASSERT_TRUE(look(guard));
    EXPECT_FALSE(guard.card_for(gpu)) << "the running job has the old one still";
    ASSERT_TRUE(look(guard));
    EXPECT_EQ(guard.card_for(gpu).value(), "GPU-b");
    EXPECT_EQ(lost.size(), 1u);
    EXPECT_EQ(chain.availability_changes(), 0);
}

TEST_F(GpuGuardTest, SaysWhyAFailedJobsCardCantBeUsed) {
    GpuGuard guard(options, chain, clock);
    ASSERT_TRUE(look(guard));
    EXPECT_EQ(guard.trouble_now(gpu), std::nullopt);
    take_cards();
    EXPECT_EQ(guard.trouble_now(gpu), "its card GPU-a is gone: GPU 0 is lost");
}

TEST_F(GpuGuardTest, KeepsJobsFromACardThatTheEngineCantHandOver) {
    options.handover = [](const std::string&,
                          std::stop_token) -> Result<std::optional<sandbox::GpuTrouble>> {
        return sandbox::GpuTrouble{sandbox::GpuTroubleKind::no_container_toolkit, "no toolkit", ""};
    };
    GpuGuard guard(options, chain, clock);
    ASSERT_TRUE(look(guard, 2));
    EXPECT_THAT(guard.card_for(gpu).error().message, HasSubstr("no toolkit"));
    EXPECT_FALSE(chain.gpu(gpu).available);
    EXPECT_TRUE(lost.empty()) << "the card itself is there";
}

TEST_F(GpuGuardTest, ReportsOnlyWithoutTheProvidersKey) {
    chain.forget_key();
    take_cards();
    GpuGuard guard(options, chain, clock);
    ASSERT_TRUE(look(guard, 3));
    EXPECT_FALSE(guard.card_for(gpu));
    EXPECT_NE(guard.gpus().at(0).problem, "");
    EXPECT_TRUE(chain.gpu(gpu).available);
}

TEST_F(GpuGuardTest, WatchesTheCardsAlsoWhileTheChainIsSilent) {
    GpuGuard guard(options, chain, clock);
    ASSERT_TRUE(look(guard));
    chain.set_reachable(false);
    take_cards();
    EXPECT_EQ(look(guard, 2).error().code, ErrorCode::unavailable);
    EXPECT_FALSE(guard.card_for(gpu));
    EXPECT_EQ(lost.size(), 1u);
    chain.set_reachable(true);
    ASSERT_TRUE(look(guard));
    EXPECT_FALSE(chain.gpu(gpu).available);
}

TEST_F(GpuGuardTest, LooksOnlyAfterItsOwnGpus) {
    chain.gpus = {0, 1};
    options.gpus = {1};
    take_cards();
    GpuGuard guard(options, chain, clock);
    ASSERT_TRUE(look(guard, 2));
    EXPECT_TRUE(chain.gpu(0).available) << "another machine's";
    EXPECT_FALSE(chain.gpu(1).available);
}

TEST_F(GpuGuardTest, LeavesAGpuOnChainThatNeverHadACardHere) {
    chain.gpus = {0, 1};
    chain.put_gpu({1, "NVIDIA A100", 80, true, "GPROVIDER"});
    GpuGuard guard(options, chain, clock);
    ASSERT_TRUE(look(guard, 3));
    EXPECT_FALSE(guard.card_for(1)) << "its jobs are another machine's";
    EXPECT_TRUE(chain.gpu(1).available);
    take_cards();
    ASSERT_TRUE(look(guard, 2));
    EXPECT_TRUE(chain.gpu(1).available);
    EXPECT_FALSE(chain.gpu(0).available) << "this one had its card here";
}

TEST_F(GpuGuardTest, KnowsAfterARestartWhichGpusHadTheirCardsHere) {
    {
        GpuGuard guard(options, chain, clock);
        ASSERT_TRUE(look(guard));
    }
    take_cards();
    GpuGuard guard(options, chain, clock);
    ASSERT_TRUE(look(guard, 2));
    EXPECT_FALSE(chain.gpu(gpu).available);
}

TEST_F(GpuGuardTest, LooksEveryMinuteAndAgainSoonAtWhatIsWrong) {
    GpuGuard guard(options, chain, clock);
    std::jthread thread([&](std::stop_token stop) { guard.run(account, {}, stop); });
    clock.wait_for_sleepers(1);
    EXPECT_EQ(guard.card_for(gpu).value(), "GPU-a");
    take_cards();
    clock.advance(60s);
    clock.wait_for_sleepers(1);
    EXPECT_TRUE(chain.gpu(gpu).available);
    clock.advance(5s);
    chain.wait_for_availability(gpu, false);
    put_card("GPU-a");
    clock.wait_for_sleepers(1);
    guard.look_soon();
    chain.wait_for_availability(gpu, true);
}

}  // namespace
}  // namespace carrot::worker
