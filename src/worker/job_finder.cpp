#include "worker/job_finder.hpp"

#include <algorithm>

namespace carrot::worker {
namespace {

JobId front_id(const std::deque<ChainJob>& jobs) { return jobs.front().job_id; }

}  // namespace

Result<void> JobFinder::begin() {
    next_ = saved_ = TRY(journal_.cursor());
    waiting_.clear();
    return {};
}

/// By number rather than by event: a number holds when a node lags, has forgotten its events or was
/// away.
Result<void> JobFinder::look(std::stop_token stop) {
    const auto count = TRY(chain_.fetch_job_count(stop));
    while (next_ < count) {
        const auto jobs = TRY(chain_.fetch_jobs(next_, stop));
        if (jobs.empty()) return {};
        for (const auto& job : jobs) {
            if (job.status == ChainStatus::open && TRY(is_mine(job.gpu_id, stop)))
                waiting_[job.gpu_id].push_back(job);
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

std::vector<GpuId> JobFinder::known_gpus() const {
    std::vector<GpuId> known;
    for (const auto& [gpu, is_mine] : gpu_is_mine_)
        if (is_mine) known.push_back(gpu);
    return known;
}

std::optional<ChainJob> JobFinder::take(const std::function<bool(GpuId)>& is_free) {
    auto first = waiting_.end();
    for (auto jobs = waiting_.begin(); jobs != waiting_.end(); ++jobs) {
        const bool is_earlier =
            first == waiting_.end() || front_id(jobs->second) < front_id(first->second);
        if (is_earlier && is_free(jobs->first)) first = jobs;
    }
    if (first == waiting_.end()) return std::nullopt;
    auto job = std::move(first->second.front());
    first->second.pop_front();
    if (first->second.empty()) waiting_.erase(first);
    return job;
}

Result<void> JobFinder::save() {
    auto cursor = next_;
    for (const auto& [gpu, jobs] : waiting_)
        cursor = std::min(cursor, front_id(jobs));
    if (cursor == saved_) return {};
    TRY(journal_.set_cursor(cursor));
    saved_ = cursor;
    return {};
}

}  // namespace carrot::worker
