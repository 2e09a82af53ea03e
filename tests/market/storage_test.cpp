// What is read from storage beside what the contract itself says, on a real ledger.
#include "market/storage.hpp"

#include <gtest/gtest.h>

#include <tuple>

#include "support/market_on_a_ledger.hpp"

namespace carrot::market {
namespace {

using tests::need;

auto fields(const Job& job) {
    return std::tuple(job.job_id, job.consumer.strkey, job.gpu_id, job.description,
                      job.compute_hours, job.payment_amount, job.provider.strkey, job.status,
                      job.created_at, job.claimed_at, job.completed_at, job.result_hash);
}

class Storage : public testing::Test, protected tests::MarketOnALedger {
protected:
    Storage() : MarketOnALedger(Stroops(10'000'000)) {}

    JobMarketplaceAccount as_provider() { return market->marketplace_as(provider); }

    void expect_the_contracts_answer(JobId job) {
        const auto told = need(market->marketplace().get_job(job));
        EXPECT_TRUE(fields(need(market->fetch_job(job))) == fields(told));
    }
};
TEST_F(Storage, HasEachJobAsTheContractTellsIt) {
    const auto me = address_of(provider.account());
    const auto completed = post("a");
    const auto released = post(std::string(8192, 'b'));
    expect_the_contracts_answer(completed);
    expect_the_contracts_answer(released);
    for (const auto job : {completed, released})
        need(as_provider().claim_job(me, job));
    expect_the_contracts_answer(completed);
    const std::string result = "ipfs://bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy";
    need(as_provider().complete_job(me, completed, result));
    need(as_provider().release_job(me, released, result));
    expect_the_contracts_answer(completed);
    expect_the_contracts_answer(released);
}

TEST_F(Storage, CountsTheJobs) {
    EXPECT_EQ(need(market->fetch_job_count()), 0u);
    post("a");
    EXPECT_EQ(need(market->fetch_job_count()), 1u);
}

TEST_F(Storage, LeavesAJobThatIsNotThereToTheContract) {
    EXPECT_EQ(market->fetch_job(7).error().code, ErrorCode::contract_failed);
}

TEST(StoredJob, IsNoneWhenAFieldIsMissingOrOfAnotherType) {
    std::vector<xdr::ScVal> fields(11, xdr::ScVal::u32(1));
    EXPECT_EQ(decode_stored_job(0, xdr::ScVal::vec(fields)).error().code, ErrorCode::corrupt_data);
    fields.pop_back();
    EXPECT_EQ(decode_stored_job(0, xdr::ScVal::vec(fields)).error().code, ErrorCode::corrupt_data);
    EXPECT_EQ(decode_stored_job(0, xdr::ScVal::u32(1)).error().code, ErrorCode::corrupt_data);
}

}  // namespace
}  // namespace carrot::market
