// The stage of these tests: both contracts deployed on one chain, XLM as token, and parties that do
// what people do there.
//
//   auto gpu = provider.registers("RTX 4090", 24, 2_xlm);
//   auto job = consumer.posts("{…}", gpu, 3, 6_xlm);
//   after_hours(25);
//   EXPECT_EQ(stranger.claims(job), MarketError::not_gpu_owner);
//
// After every call of a party the escrow is counted: tokens held = open and claimed payments +
// fees.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contracts/gpu_registry/gpu_registry.hpp"
#include "contracts/job_marketplace/job_marketplace.hpp"
#include "market/event.hpp"
#include "soroban/token.hpp"
#include "testkit/testkit.hpp"

namespace carrot::contracts::test {

using testkit::Authorizations;
using testkit::Call;
using testkit::Chain;
using testkit::ChainTransport;
using testkit::i128;
using testkit::Outcome;
using testkit::u32;
using testkit::u64;

using gpu_registry::Gpu;
using gpu_registry::GpuRegistry;
using job_marketplace::Job;
using job_marketplace::JobMarketplace;
using job_marketplace::JobStatus;
using RegistryError = GpuRegistry::Error;
using MarketError = JobMarketplace::Error;

inline constexpr std::int64_t stroops_per_xlm = 10'000'000;
constexpr i128 operator""_xlm(unsigned long long amount) {
    return static_cast<i128>(amount) * stroops_per_xlm;
}
/// For comparisons that a test's report can print.
inline std::int64_t stroops(i128 amount) { return static_cast<std::int64_t>(amount); }

inline constexpr i128 largest_i128 = static_cast<i128>(~soroban::u128{0} >> 1);
inline constexpr i128 smallest_i128 = -largest_i128 - 1;

class MarketWorld;

/// Somebody with an account, calling under their own name.
class Party {
public:
    Party(MarketWorld& world, char name, i128 balance_stroops);

    Outcome<u32> registers(std::string model, u32 vram_gb, i128 price_per_hour) const;
    Outcome<void> opens(u32 gpu_id) const;
    Outcome<void> closes(u32 gpu_id) const;
    Outcome<void> prices(u32 gpu_id, i128 new_price) const;
    Outcome<void> answers_at(std::string url) const;

    Outcome<u32> posts(std::string description, u32 gpu_id, u32 hours, i128 payment) const;
    Outcome<void> claims(u32 job_id) const;
    Outcome<void> completes(u32 job_id, std::string result_hash = "ipfs://bafy") const;
    Outcome<void> releases(u32 job_id, std::string report = "") const;
    Outcome<void> cancels(u32 job_id) const;

    std::int64_t balance_stroops() const;
    const soroban::Address& address() const { return address_; }
    const stellar::AccountId& account() const { return account_; }

private:
    MarketWorld* world_;
    stellar::AccountId account_;
    soroban::Address address_;
};

class MarketWorld : public testing::Test {
protected:
    enum class Setup { initialized, only_deployed };
    explicit MarketWorld(Setup setup = Setup::initialized);

public:
    using Registry = soroban::Client<GpuRegistry, ChainTransport>;
    using Marketplace = soroban::Client<JobMarketplace, ChainTransport>;
    using Token = soroban::Client<soroban::Token, ChainTransport>;

    Chain chain;
    stellar::ContractId token_id = chain.deploy_native_asset();
    stellar::ContractId registry_id = chain.contract_address(1);
    stellar::ContractId market_id = chain.contract_address(2);
    Registry registry{ChainTransport{chain, registry_id}};
    Marketplace market{ChainTransport{chain, market_id}};
    Token token{ChainTransport{chain, token_id}};

    Party treasury{*this, 't', 100_xlm};
    Party provider{*this, 'p', 100_xlm};
    Party consumer{*this, 'c', 10'000_xlm};
    Party stranger{*this, 's', 10'000_xlm};

    Outcome<void> initializes();
    void after_hours(u64 hours) { chain.advance_time_s(hours * 3600); }
    void after_s(u64 seconds) { chain.advance_time_s(seconds); }

    /// A GPU of the provider's at 1 XLM an hour, and a job of the consumer's on it.
    u32 registered_gpu();
    u32 posted_job(u32 hours = 1, i128 payment = 1_xlm);
    u32 claimed_job(u32 hours = 1, i128 payment = 1_xlm);

    std::int64_t escrow_stroops();
    void expect_solvency();

    /// Who was asked to authorize the call; throws unless it was one party.
    static soroban::Address authorizer(const Call& call);

    /// What this call's market contracts reported; the token's own events are left out.
    std::vector<market::MarketEvent> events(const Call& call) const;

    /// The call's one event, which must be of this kind.
    template <class Event, class T>
    Event only_event(const Outcome<T>& outcome) const {
        const auto all = events(outcome.call());
        if (all.size() != 1) throw std::runtime_error(std::to_string(all.size()) + " events");
        return std::get<Event>(all.front());
    }
};

}  // namespace carrot::contracts::test
