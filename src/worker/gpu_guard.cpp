#include "worker/gpu_guard.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/log.hpp"
#include "sandbox/gpu_handover.hpp"
#include "worker/either_stop.hpp"

namespace carrot::worker {
namespace {

constexpr int looks_that_confirm = 2;

}  // namespace

HandoverTrouble handover_of(sandbox::ContainerEngine& engine) {
    return [&engine](const std::string& uuid,
                     std::stop_token stop) -> Result<std::optional<sandbox::GpuTrouble>> {
        const auto facts = TRY(engine.fetch_facts(stop));
        const auto handover =
            sandbox::choose_handover(facts, sandbox::read_gpu_toolkit(facts), std::array{uuid});
        if (handover) return std::nullopt;
        return handover.error();
    };
}

GpuGuard::GpuGuard(GpuGuardOptions options, Chain& chain, Clock& clock)
    : options_(std::move(options)),
      chain_(chain),
      clock_(clock),
      memory_(GuardMemory::load(options_.directory)) {}

void GpuGuard::run(std::mutex& account, const OnLost& on_lost, std::stop_token stop) {
    std::string last_failure;
    while (!stop.stop_requested()) {
        std::stop_token wake;
        {
            const std::lock_guard lock(mutex_);
            wake_ = {};
            wake = wake_.get_token();
        }
        const auto looked = look(account, on_lost, stop);
        const auto failure = looked ? std::string() : looked.error().message;
        if (failure != last_failure && !failure.empty() && !stop.stop_requested())
            log::warning("gpu", "could not check the GPUs, and will try again: {}", failure);
        last_failure = failure;
        const EitherStop either(stop, wake);
        clock_.sleep_for(has_unconfirmed() ? options_.confirm_after : options_.interval,
                         either.token());
    }
}

void GpuGuard::look_soon() {
    const std::lock_guard lock(mutex_);
    wake_.request_stop();
}

Result<void> GpuGuard::look(std::mutex& account, const OnLost& on_lost, std::stop_token stop) {
    const std::lock_guard one_at_a_time(looking_);
    auto registered = fetch_registered(stop);
    if (registered) registered_ = *registered;
    if (!registered_.empty() || registered) judge(stop);
    const auto lost = give_up_lost_cards();
    for (const auto& [gpu, reason] : lost)
        if (on_lost) on_lost(gpu, reason);
    if (!lost.empty()) judge(stop);
    TRY(registered);
    return switch_availability(account, stop);
}

Result<std::vector<ChainGpu>> GpuGuard::fetch_registered(std::stop_token stop) {
    std::vector<ChainGpu> registered;
    for (const auto gpu : TRY(chain_.fetch_gpus(stop))) {
        const bool chosen =
            options_.gpus.empty() || std::ranges::find(options_.gpus, gpu) != options_.gpus.end();
        if (chosen) registered.push_back(TRY(chain_.fetch_gpu(gpu, stop)));
    }
    return registered;
}

/// Empty when it can be handed over, or when the engine does not say.
std::string GpuGuard::handover_problem(const std::string& uuid, std::stop_token stop) {
    if (uuid.empty() || !options_.handover) return {};
    const auto trouble = options_.handover(uuid, stop);
    if (!trouble || !*trouble) return {};
    return (*trouble)->text;
}

void GpuGuard::judge(std::stop_token stop) {
    const bool any_card =
        std::ranges::any_of(registered_, [](const ChainGpu& gpu) { return needs_card(gpu.model); });
    const auto inventory = any_card ? options_.discover() : sandbox::GpuInventory{};
    GpuMatchRules rules{.configured = options_.gpu_uuids, .gpus_per_card = options_.gpus_per_card};
    {
        const std::lock_guard lock(mutex_);
        rules.before = memory_.cards;
    }
    const auto matches = match_gpus(registered_, inventory, rules);
    for (std::size_t i = 0; i < matches.size(); ++i)
        adopt(matches[i], registered_[i], handover_problem(matches[i].uuid, stop));

    const std::lock_guard lock(mutex_);
    looked_ = true;
    if (memory_.cards == rules.before) return;
    if (const auto saved = memory_.save(options_.directory); !saved)
        log::warning("gpu", "which GPU has which card is not remembered: {}",
                     saved.error().message);
}

void GpuGuard::adopt(const GpuMatch& match, const ChainGpu& on_chain,
                     const std::string& handover_problem) {
    const std::lock_guard lock(mutex_);
    auto& state = states_[match.gpu_id];
    if (!match.uuid.empty()) {
        memory_.cards[match.gpu_id] = match.uuid;
        memory_.served.insert(match.gpu_id);
    }
    auto problem = match.problem.empty() ? handover_problem : match.problem;
    if (problem.empty() && !state.gpu.problem.empty())
        log::info("gpu", "GPU {} takes jobs again", match.gpu_id);
    if (!problem.empty() && problem != state.gpu.problem)
        log::warning("gpu", "GPU {} takes no jobs: {}{}", match.gpu_id, problem,
                     is_this_machines(match.gpu_id)
                         ? ""
                         : "; it has never had a card here, and stays as it is on chain: name this "
                           "machine's GPUs in worker.gpus");
    state.bad_looks = problem.empty() ? 0 : state.bad_looks + 1;
    state.gpu.on_chain = on_chain;
    state.gpu.uuid = match.uuid;
    state.gpu.problem = std::move(problem);
}

/// With mutex_ held. Others may be those of another machine of the same provider.
bool GpuGuard::is_this_machines(GpuId gpu) const {
    return std::ranges::find(options_.gpus, gpu) != options_.gpus.end() ||
           options_.gpu_uuids.contains(gpu) || memory_.served.contains(gpu);
}

/// A card that is gone for two looks is nobody's any more: its GPU may have another.
std::vector<std::pair<GpuId, std::string>> GpuGuard::give_up_lost_cards() {
    const std::lock_guard lock(mutex_);
    std::vector<std::pair<GpuId, std::string>> lost;
    for (const auto& [gpu, state] : states_)
        if (state.bad_looks >= looks_that_confirm && state.gpu.uuid.empty() &&
            memory_.cards.erase(gpu) > 0)
            lost.emplace_back(gpu, state.gpu.problem);
    return lost;
}

bool GpuGuard::has_unconfirmed() const {
    const std::lock_guard lock(mutex_);
    return std::ranges::any_of(states_, [](const auto& entry) {
        const auto looks = entry.second.bad_looks;
        return looks > 0 && looks < looks_that_confirm;
    });
}

Result<void> GpuGuard::switch_availability(std::mutex& account, std::stop_token stop) {
    if (!chain_.can_sign()) return {};
    std::vector<State> states;
    {
        const std::lock_guard lock(mutex_);
        for (const auto& gpu : registered_)
            if (const auto found = states_.find(gpu.gpu_id); found != states_.end())
                states.push_back(found->second);
    }
    for (const auto& state : states)
        TRY(switch_one(state, account, stop));
    return {};
}

/// An owner who switches a GPU on that has no card, or off that has one, is not argued with.
Result<void> GpuGuard::switch_one(const State& state, std::mutex& account, std::stop_token stop) {
    const auto gpu = state.gpu.on_chain.gpu_id;
    const bool available = state.gpu.on_chain.available;
    std::optional<SwitchedOff> off;
    {
        const std::lock_guard lock(mutex_);
        if (!is_this_machines(gpu)) return {};
        if (const auto found = memory_.switched_off.find(gpu); found != memory_.switched_off.end())
            off = found->second;
    }
    const auto set = [&](bool wanted) {
        const std::lock_guard transactions(account);
        return with_context(chain_.set_availability(gpu, wanted, stop),
                            fmt::format("make GPU {} {}available", gpu, wanted ? "" : "un"));
    };
    if (state.gpu.problem.empty()) {
        if (!off) return {};
        if (!available) {
            TRY(set(true));
            log::info("gpu", "GPU {} is available on chain again", gpu);
        }
        return remember(gpu, std::nullopt);
    }
    if (state.bad_looks < looks_that_confirm) return {};
    if (!available)
        return off == SwitchedOff::wanted ? remember(gpu, SwitchedOff::done) : Result<void>();
    if (off == SwitchedOff::done) return {};
    TRY(remember(gpu, SwitchedOff::wanted));
    TRY(set(false));
    log::warning("gpu", "GPU {} is made unavailable on chain: {}", gpu, state.gpu.problem);
    return remember(gpu, SwitchedOff::done);
}

Result<void> GpuGuard::remember(GpuId gpu, std::optional<SwitchedOff> off) {
    const std::lock_guard lock(mutex_);
    if (off)
        memory_.switched_off[gpu] = *off;
    else
        memory_.switched_off.erase(gpu);
    return memory_.save(options_.directory);
}

Result<std::string> GpuGuard::card_for(GpuId gpu) {
    const std::lock_guard lock(mutex_);
    const auto found = states_.find(gpu);
    if (!looked_ || found == states_.end()) {
        wake_.request_stop();
        return fail(ErrorCode::unavailable, "GPU {} has not been looked at yet", gpu);
    }
    const auto& state = found->second;
    if (!state.gpu.problem.empty())
        return fail(ErrorCode::failed_precondition, "GPU {} takes no jobs: {}", gpu,
                    state.gpu.problem);
    return state.gpu.uuid;
}

std::optional<std::string> GpuGuard::trouble_now(GpuId gpu) {
    std::string uuid;
    {
        const std::lock_guard lock(mutex_);
        if (const auto found = states_.find(gpu); found != states_.end())
            uuid = found->second.gpu.uuid;
    }
    if (uuid.empty()) return std::nullopt;
    const auto inventory = options_.discover();
    if (std::ranges::find(inventory.gpus, uuid, &sandbox::Gpu::uuid) != inventory.gpus.end())
        return std::nullopt;
    look_soon();
    const auto why = inventory.troubles.empty() ? "" : ": " + inventory.troubles.front().text;
    return fmt::format("its card {} is gone{}", uuid, why);
}

std::vector<GuardedGpu> GpuGuard::gpus() const {
    const std::lock_guard lock(mutex_);
    std::vector<GuardedGpu> gpus;
    for (const auto& [id, state] : states_) {
        gpus.push_back(state.gpu);
        gpus.back().switched_off = memory_.switched_off.contains(id);
    }
    return gpus;
}

}  // namespace carrot::worker
