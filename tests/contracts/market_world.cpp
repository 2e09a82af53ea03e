#include "contracts/market_world.hpp"

#include "contracts/wasm.hpp"

namespace carrot::contracts::test {

using testkit::must;

namespace {

soroban::Address address_of(const stellar::Address& address) { return {address.to_string()}; }

std::vector<xdr::ScVal> constructor_arguments(const soroban::Address& address) {
    return must(stellar::encode_arguments(address));
}

}  // namespace

MarketWorld::MarketWorld(Setup setup) {
    chain.deploy(gpu_registry_wasm(), 1, constructor_arguments(address_of(market_id)));
    chain.deploy(job_marketplace_wasm(), 2, constructor_arguments(treasury.address()));
    if (setup == Setup::initialized) initializes().value();
}

Outcome<void> MarketWorld::initializes() {
    return market.initialize(address_of(registry_id), address_of(token_id));
}

u32 MarketWorld::registered_gpu() { return provider.registers("RTX 4090", 24, 1_xlm); }

u32 MarketWorld::posted_job(u32 hours, i128 payment) {
    return consumer.posts(R"({"type":"simple","description":"hello"})", registered_gpu(), hours,
                          payment);
}

u32 MarketWorld::claimed_job(u32 hours, i128 payment) {
    const u32 job = posted_job(hours, payment);
    provider.claims(job).value();
    return job;
}

std::int64_t MarketWorld::escrow_stroops() { return stroops(token.balance(address_of(market_id))); }

void MarketWorld::expect_solvency() {
    i128 owed = market.get_platform_fees();
    const u32 end = market.get_next_job_id();
    for (u32 start = 0; start < end; start += job_marketplace::jobs_per_call_max) {
        for (const auto& job :
             market.list_jobs(start, job_marketplace::jobs_per_call_max).value()) {
            const bool held = job.status == JobStatus::open || job.status == JobStatus::claimed;
            if (held) owed += job.payment_amount;
        }
    }
    EXPECT_EQ(escrow_stroops(), stroops(owed));
}

soroban::Address MarketWorld::authorizer(const Call& call) {
    if (call.authorizations.size() != 1) {
        throw std::runtime_error(std::to_string(call.authorizations.size()) + " authorizations");
    }
    const auto& who = call.authorizations.front().credentials.address().address;
    return address_of(must(stellar::Address::from_xdr(who)));
}

std::vector<market::MarketEvent> MarketWorld::events(const Call& call) const {
    std::vector<market::MarketEvent> declared;
    for (const auto& event : call.events) {
        const stellar::ContractId emitter{event.contract_id.value()};
        if (emitter != registry_id && emitter != market_id) continue;
        const auto& body = event.body.v0();
        const auto decoded = must(market::decode_event(
            {.id = {}, .contract = emitter, .topics = body.topics, .value = body.data}));
        if (!decoded) throw std::runtime_error("an event that is not declared");
        declared.push_back(*decoded);
    }
    return declared;
}

}  // namespace carrot::contracts::test
