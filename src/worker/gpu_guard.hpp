// Keeps what the registry says of this provider's GPUs true to the cards that are in this machine.
// It looks at start, every minute, and when a job failed; each registered GPU has a card of its
// model and memory, or takes no jobs. A GPU that has lost its card is made unavailable on chain,
// and available again when the card is back. What the owner switched off by hand stays off: the
// guard remembers in gpu_guard.json, before it does it, what it switches off itself.
//
// Where the owner doesn't say which GPUs are this machine's, those that never had a card in it may
// be another machine's: they take no jobs here, and stay as they are on chain.
//
// A paired worker's guard signs nothing: it keeps jobs from GPUs without cards, and reports.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "sandbox/container_engine.hpp"
#include "sandbox/gpu.hpp"
#include "worker/chain.hpp"
#include "worker/gpu_guard_memory.hpp"
#include "worker/gpu_match.hpp"

namespace carrot::worker {

/// Why the engine can't give this card to a container; none when it can. Errors as
/// ContainerEngine::fetch_facts: it is not known then.
using HandoverTrouble = std::function<Result<std::optional<sandbox::GpuTrouble>>(
    const std::string& uuid, std::stop_token stop)>;
HandoverTrouble handover_of(sandbox::ContainerEngine& engine);

struct GpuGuardOptions {
    std::filesystem::path directory;  ///< the worker's
    std::vector<GpuId> gpus{};        ///< only these of the provider's; empty: all
    std::map<GpuId, std::string> gpu_uuids{};
    unsigned gpus_per_card = 1;
    std::chrono::milliseconds interval{60'000};
    /// What is seen twice, so long apart, is believed: a driver that is busy may not answer once.
    std::chrono::milliseconds confirm_after{5'000};
    std::function<sandbox::GpuInventory()> discover = sandbox::discover_gpus;
    HandoverTrouble handover{};  ///< empty: every card can be handed over
};

/// One of the provider's GPUs, as far as this machine goes.
struct GuardedGpu {
    ChainGpu on_chain;
    std::string uuid;           ///< of its card; empty: it needs none, or has none
    std::string problem;        ///< why it takes no jobs; empty: it does
    bool switched_off = false;  ///< by the guard, on chain
};

/// Thread-safe.
class GpuGuard {
public:
    /// Called when a GPU's card is gone for good, with the reason: its running jobs can't end well.
    using OnLost = std::function<void(GpuId gpu, const std::string& reason)>;

    /// A file that can't be read is begun anew, with a warning: what it switched off stays off.
    GpuGuard(GpuGuardOptions options, Chain& chain, Clock& clock);

    /// Looks until a stop is requested. `account` keeps the provider's transactions apart.
    void run(std::mutex& account, const OnLost& on_lost, std::stop_token stop);

    /// Looks once. What the chain doesn't tell or take now is an error, and done at the next look;
    /// what the cards say is known all the same.
    Result<void> look(std::mutex& account, const OnLost& on_lost, std::stop_token stop);

    /// Lets run() look at once.
    void look_soon();

    /// The UUID of the card that a job for this GPU gets; empty for one without a card.
    /// failed_precondition (it has none, with the reason), unavailable (not looked at yet).
    Result<std::string> card_for(GpuId gpu);

    /// Asks the driver now: why the card of this GPU can't be used, if it can't.
    std::optional<std::string> trouble_now(GpuId gpu);

    std::vector<GuardedGpu> gpus() const;

private:
    struct State {
        GuardedGpu gpu;
        int bad_looks = 0;
    };

    Result<std::vector<ChainGpu>> fetch_registered(std::stop_token stop);
    void judge(std::stop_token stop);
    std::string handover_problem(const std::string& uuid, std::stop_token stop);
    void adopt(const GpuMatch& match, const ChainGpu& on_chain,
               const std::string& handover_problem);
    std::vector<std::pair<GpuId, std::string>> give_up_lost_cards();
    Result<void> switch_availability(std::mutex& account, std::stop_token stop);
    Result<void> switch_one(const State& state, std::mutex& account, std::stop_token stop);
    Result<void> remember(GpuId gpu, std::optional<SwitchedOff> off);
    bool has_unconfirmed() const;
    bool is_this_machines(GpuId gpu) const;

    const GpuGuardOptions options_;
    Chain& chain_;
    Clock& clock_;
    std::mutex looking_;  // one look at a time; taken before mutex_
    mutable std::mutex mutex_;
    std::map<GpuId, State> states_;
    GuardMemory memory_;
    std::vector<ChainGpu> registered_;  // belongs to who is looking
    bool looked_ = false;
    std::stop_source wake_;
};

}  // namespace carrot::worker
