#include "ambush/ambush.hpp"

#include "soroban/contract.hpp"

namespace carrot::contracts::test {

constexpr InstanceItem<"plan", Plan> prepared;
constexpr InstanceItem<"owner", Address> gpu_owner;

static void strike() {
    if (!prepared.exists()) return;
    const auto plan = prepared.get();
    const SymbolVal function(plan.function.val);
    const VecObject arguments(plan.arguments.val);
    if (plan.temper == Temper::insists) {
        host::call(plan.target.object(), function, arguments);
        emit(Ambush::Struck{true});
    } else {
        const Val result = host::try_call(plan.target.object(), function, arguments);
        emit(Ambush::Struck{!result.is(Tag::error)});
    }
}

void Ambush::prepare(Plan plan) { prepared.set(plan); }
void Ambush::name_owner(Address owner) { gpu_owner.set(owner); }

void Ambush::transfer(Address from, Address to, i128 amount) {
    emit(Moved{from, to, amount});
    strike();
}

Gpu Ambush::get_gpu(u32) {
    strike();
    return {.provider = gpu_owner.get(),
            .model = String::empty(),
            .vram_gb = 1,
            .price_per_hour = 1,
            .available = true,
            .total_jobs = 0,
            .registered_at = 0};
}

void Ambush::increment_job_count(u32) { strike(); }

}  // namespace carrot::contracts::test
