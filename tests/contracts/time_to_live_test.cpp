// How long entries live: less than 90 days left when touched, and it is 120 again.
#include "contracts/market_world.hpp"

namespace carrot::contracts::test {
namespace {

constexpr u32 ledgers_per_day = 17'280;
constexpr u32 full_life_ledgers = 120 * ledgers_per_day;

class TimeToLive : public MarketWorld {
protected:
    void after_days(u32 days) {
        chain.advance_ledgers(days * ledgers_per_day);
        chain.advance_time_s(u64{days} * 24 * 3600);
    }

    /// Whole days that the entry has left.
    u32 days_left(const stellar::ContractId& contract, const xdr::ScVal& key) {
        const auto live_until = chain.live_until(Chain::data_key(contract, key));
        if (!live_until) throw std::runtime_error("no such entry");
        return (*live_until - chain.sequence() + 1) / ledgers_per_day;
    }
    u32 job_days_left(u32 job) { return days_left(market_id, xdr::ScVal::u32(job)); }
    u32 gpu_days_left(u32 gpu) { return days_left(registry_id, xdr::ScVal::u32(gpu)); }
};

const xdr::ScVal instance_key = xdr::ScVal::ledger_key_contract_instance();

TEST_F(TimeToLive, IsTheNetworksMinimumAtFirst) {
    const u32 job = posted_job();
    EXPECT_EQ(chain.live_until(Chain::data_key(market_id, xdr::ScVal::u32(job))),
              chain.sequence() + full_life_ledgers - 1);
}

TEST_F(TimeToLive, IsLeftAloneForAMonth) {
    const u32 job = posted_job();
    after_days(29);
    provider.claims(job).value();
    EXPECT_EQ(job_days_left(job), 91u);
}

TEST_F(TimeToLive, IsExtendedByATouchAfterAMonth) {
    const u32 job = posted_job();
    after_days(31);
    provider.claims(job).value();
    EXPECT_EQ(job_days_left(job), 120u);
    EXPECT_EQ(days_left(market_id, instance_key), 120u);
}

TEST_F(TimeToLive, OfTheGpuGrowsWithItsJobs) {
    const u32 gpu = registered_gpu();
    after_days(31);
    consumer.posts("{}", gpu, 1, 1_xlm).value();
    EXPECT_EQ(gpu_days_left(gpu), 120u);
    EXPECT_EQ(days_left(registry_id, instance_key), 120u);
}

TEST_F(TimeToLive, OfUntouchedEntriesRunsOn) {
    const u32 first = posted_job();
    const u32 second = posted_job();
    after_days(31);
    market.claim_job(provider.address(), second).value();  // counting the escrow would touch all
    EXPECT_EQ(job_days_left(first), 89u);
}

TEST_F(TimeToLive, WhenOverArchivesAJobAndLosesNothing) {
    const auto before = consumer.balance_stroops();
    const u32 job = posted_job(1, 5_xlm);
    after_days(130);
    consumer.cancels(job).value();
    EXPECT_EQ(consumer.balance_stroops(), before);
    EXPECT_EQ(market.get_job(job).value().status, JobStatus::cancelled);
    EXPECT_EQ(job_days_left(job), 120u);
}

TEST_F(TimeToLive, WhenOverArchivesAGpuAndItsOwner) {
    const u32 gpu = registered_gpu();
    after_days(130);
    EXPECT_EQ(stranger.closes(gpu), RegistryError::not_gpu_owner);
    EXPECT_TRUE(provider.closes(gpu).succeeded());
    EXPECT_EQ(provider.registers("A", 1, 1).value(), gpu + 1);
}

}  // namespace
}  // namespace carrot::contracts::test
