#include "contracts/market_world.hpp"

namespace carrot::contracts::test {

namespace {

template <class T>
Outcome<T> counted(MarketWorld& world, Outcome<T> outcome) {
    world.expect_solvency();
    return outcome;
}

}  // namespace

Party::Party(MarketWorld& world, char name, i128 balance_stroops)
    : world_(&world),
      account_(world.chain.create_account(name, balance_stroops)),
      address_{account_.to_string()} {}

Outcome<u32> Party::registers(std::string model, u32 vram_gb, i128 price_per_hour) const {
    return world_->registry.register_gpu(address_, model, vram_gb, price_per_hour);
}

Outcome<void> Party::opens(u32 gpu_id) const {
    return world_->registry.set_availability(address_, gpu_id, true);
}

Outcome<void> Party::closes(u32 gpu_id) const {
    return world_->registry.set_availability(address_, gpu_id, false);
}

Outcome<void> Party::prices(u32 gpu_id, i128 new_price) const {
    return world_->registry.update_price(address_, gpu_id, new_price);
}

Outcome<void> Party::answers_at(std::string url) const {
    return world_->registry.set_endpoint(address_, url);
}

Outcome<u32> Party::posts(std::string description, u32 gpu_id, u32 hours, i128 payment) const {
    return counted(*world_, world_->market.post_job(address_, gpu_id, description, hours, payment));
}

Outcome<void> Party::claims(u32 job_id) const {
    return counted(*world_, world_->market.claim_job(address_, job_id));
}

Outcome<void> Party::completes(u32 job_id, std::string result_hash) const {
    return counted(*world_, world_->market.complete_job(address_, job_id, result_hash));
}

Outcome<void> Party::releases(u32 job_id, std::string report) const {
    return counted(*world_, world_->market.release_job(address_, job_id, report));
}

Outcome<void> Party::cancels(u32 job_id) const {
    return counted(*world_, world_->market.cancel_job(address_, job_id));
}

std::int64_t Party::balance_stroops() const { return stroops(world_->token.balance(address_)); }

}  // namespace carrot::contracts::test
