#include "worker/job_finder.hpp"

#include <algorithm>

namespace carrot::worker {
namespace {

using namespace std::chrono_literals;

/// Of the nodes behind one address some lag: the one that was asked for jobs may have been a ledger
/// behind the one that told of it. It is asked once more by the time the next ledger closes.
constexpr auto ledger_holds = 5s;

}  // namespace

Result<void> JobFinder::begin() {
    next_ = saved_ = TRY(journal_.cursor());
    waiting_.clear();
    seen_ledger_.reset();
    return {};
}

Result<void> JobFinder::look(std::stop_token stop) {
    const auto ledger = chain_.fetch_ledger(stop);
    if (!ledger && ledger.error().code != ErrorCode::failed_precondition)
        return std::unexpected(ledger.error());
    if (ledger && is_seen(*ledger)) return {};
    seen_ledger_.reset();
    TRY(read_jobs(std::move(stop)));
    if (!ledger) return {};
    seen_ledger_ = *ledger;
    seen_at_ = clock_.since_boot();
    return {};
}

bool JobFinder::is_seen(std::uint32_t ledger) const {
    return seen_ledger_ == ledger && clock_.since_boot() - seen_at_ < ledger_holds;
}

Result<void> JobFinder::read_jobs(std::stop_token stop) {
    const auto count = TRY(chain_.fetch_job_count(stop));
    while (next_ < count) {
        const auto jobs = TRY(chain_.fetch_jobs(next_, stop));
        if (jobs.empty()) return {};
        for (const auto& job : jobs) {
            if (job.status == ChainStatus::open && TRY(is_mine(job.gpu_id, stop)))
                waiting_.push_back(job);
            next_ = job.job_id + 1;
        }
    }
    return {};
}

/// GPUs don't change hands, so what is known once is known.
Result<bool> JobFinder::is_mine(GpuId gpu, std::stop_token stop) {
    if (const auto known = gpu_is_mine_.find(gpu); known != gpu_is_mine_.end())
        return known->second;
    for (const auto mine : TRY(chain_.fetch_gpus(stop)))
        gpu_is_mine_[mine] =
            chosen_gpus_.empty() || std::ranges::find(chosen_gpus_, mine) != chosen_gpus_.end();
    return gpu_is_mine_.try_emplace(gpu, false).first->second;
}

std::optional<ChainJob> JobFinder::take(const std::function<bool(GpuId)>& is_free) {
    const auto found =
        std::ranges::find_if(waiting_, [&](const ChainJob& job) { return is_free(job.gpu_id); });
    if (found == waiting_.end()) return std::nullopt;
    auto job = std::move(*found);
    waiting_.erase(found);
    return job;
}

Result<void> JobFinder::save() {
    auto cursor = next_;
    for (const auto& job : waiting_)
        cursor = std::min(cursor, job.job_id);
    if (cursor == saved_) return {};
    TRY(journal_.set_cursor(cursor));
    saved_ = cursor;
    return {};
}

}  // namespace carrot::worker
