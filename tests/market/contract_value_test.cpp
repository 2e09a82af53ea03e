#include "stellar/contract_value.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "market/event.hpp"
#include "market/market.hpp"

namespace carrot::market {
namespace {

using stellar::decode_result;
using stellar::encode_value;
using stellar::to_scval;
using stellar::to_struct;
using testing::HasSubstr;

const auto alice = stellar::AccountId{.ed25519 = {1}};
const auto bob = stellar::AccountId{.ed25519 = {2}};

std::vector<std::pair<std::string, xdr::ScVal>> gpu_fields() {
    return {{"provider", to_scval(bob)},
            {"model", to_scval("RTX 4090")},
            {"vram_gb", to_scval(std::uint32_t{24})},
            {"price_per_hour", to_scval(stellar::Int128{20'000'000})},
            {"available", to_scval(true)},
            {"total_jobs", to_scval(std::uint32_t{7})},
            {"registered_at", to_scval(std::uint64_t{1'700'000'000})}};
}

TEST(ContractValue, DecodesAStructByItsFieldsNames) {
    auto gpu = decode_result<Gpu>(to_struct(gpu_fields()));
    ASSERT_TRUE(gpu) << gpu.error().message;
    EXPECT_EQ(gpu->provider.strkey, bob.to_string());
    EXPECT_EQ(gpu->model, "RTX 4090");
    EXPECT_EQ(gpu->vram_gb, 24u);
    EXPECT_EQ(Stroops{gpu->price_per_hour}, Stroops{20'000'000});
    EXPECT_TRUE(gpu->available);
    EXPECT_EQ(gpu->registered_at, 1'700'000'000u);
}

TEST(ContractValue, IgnoresFieldsThatAreNew) {
    auto fields = gpu_fields();
    fields.emplace_back("colour", to_scval("orange"));
    EXPECT_TRUE(decode_result<Gpu>(to_struct(fields)));
}

TEST(ContractValue, NamesTheFieldThatIsWrong) {
    auto fields = gpu_fields();
    fields[2].second = to_scval("24");
    EXPECT_THAT(decode_result<Gpu>(to_struct(fields)).error().message, HasSubstr("vram_gb"));
    fields.erase(fields.begin() + 2);
    auto missing = decode_result<Gpu>(to_struct(fields));
    EXPECT_EQ(missing.error().code, ErrorCode::corrupt_data);
    EXPECT_THAT(missing.error().message, HasSubstr("vram_gb"));
}

TEST(ContractValue, DecodesListsOfStructs) {
    auto gpus = decode_result<std::vector<Gpu>>(
        to_scval(std::vector{to_struct(gpu_fields()), to_struct(gpu_fields())}));
    ASSERT_TRUE(gpus);
    EXPECT_EQ(gpus->size(), 2u);
}

TEST(ContractValue, RefusesANumberThatIsNoEnumerator) {
    EXPECT_EQ(decode_result<JobStatus>(to_scval(std::uint32_t{2})), JobStatus::completed);
    EXPECT_FALSE(decode_result<JobStatus>(to_scval(std::uint32_t{4})));
    EXPECT_FALSE(decode_result<JobStatus>(to_scval("open")));
}

TEST(ContractValue, RefusesAnAddressThatIsNoStrkey) {
    EXPECT_EQ(encode_value(soroban::Address{"GABC"}).error().code, ErrorCode::invalid_argument);
    EXPECT_EQ(encode_value(soroban::Address{alice.to_string()}), to_scval(alice));
}

TEST(ContractCalls, BuildsTheOperationOfAFunction) {
    auto contract = stellar::ContractId{.hash = {9}};
    JobMarketplaceCalls calls(contract);
    auto built = calls.complete_job(address_of(bob), 17, "ipfs://bafy");
    EXPECT_EQ(built, stellar::invoke_contract(
                         contract, "complete_job",
                         {to_scval(bob), to_scval(std::uint32_t{17}), to_scval("ipfs://bafy")}));
}

TEST(JobStatus, IsReadAndWrittenByItsName) {
    EXPECT_EQ(name_of(JobStatus::cancelled), "cancelled");
    EXPECT_EQ(parse_job_status("claimed"), JobStatus::claimed);
    EXPECT_THAT(parse_job_status("done").error().message,
                HasSubstr("open, claimed, completed, cancelled"));
}

TEST(MarketEvent, IsDecodedFromItsTopicsAndItsMap) {
    stellar::Event event;
    event.topics = {to_scval(stellar::Symbol{"job_completed"}), to_scval(bob),
                    to_scval(std::uint32_t{17})};
    event.value = to_struct({{"consumer", to_scval(alice)},
                             {"provider_amount", to_scval(stellar::Int128{95})},
                             {"fee_amount", to_scval(stellar::Int128{5})},
                             {"result_hash", to_scval("ipfs://bafy")}});
    auto decoded = decode_event(event);
    ASSERT_TRUE(decoded) << decoded.error().message;
    const auto& completed = std::get<JobMarketplace::JobCompleted>(decoded->value());
    EXPECT_EQ(completed.provider.value.strkey, bob.to_string());
    EXPECT_EQ(completed.job_id.value, 17u);
    EXPECT_EQ(completed.consumer.strkey, alice.to_string());
    EXPECT_EQ(Stroops{completed.fee_amount}, Stroops{5});
}

TEST(MarketEvent, IsNothingWhenItsNameIsUnknown) {
    stellar::Event event;
    event.topics = {to_scval(stellar::Symbol{"transfer"})};
    EXPECT_EQ(decode_event(event)->has_value(), false);
    event.topics = {};
    EXPECT_EQ(decode_event(event)->has_value(), false);
}

TEST(MarketEvent, SaysWhatIsMissing) {
    stellar::Event event;
    event.id = "7-1";
    event.topics = {to_scval(stellar::Symbol{"job_claimed"}), to_scval(bob)};
    EXPECT_THAT(decode_event(event).error().message, HasSubstr("job_claimed 7-1: job_id"));
}

}  // namespace
}  // namespace carrot::market
