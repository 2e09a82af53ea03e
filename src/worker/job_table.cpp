#include "worker/job_table.hpp"

#include <algorithm>

namespace carrot::worker {

JobTable::~JobTable() {
    request_stop();
    join();
}

bool JobTable::add(std::shared_ptr<JobRunner> runner) {
    const std::lock_guard lock(mutex_);
    const auto job = runner->record().job_id;
    return runners_.try_emplace(job, std::move(runner)).second;
}

void JobTable::remove(JobId job) {
    const std::lock_guard lock(mutex_);
    runners_.erase(job);
    changed_.notify_all();
}

void JobTable::launch(const std::shared_ptr<JobRunner>& runner, Work work) {
    const std::lock_guard lock(mutex_);
    auto& job = threads_.emplace_back();
    job.thread = std::jthread([this, &job, runner, work = std::move(work)](std::stop_token stop) {
        work(*runner, stop);
        const std::lock_guard ended(mutex_);
        runners_.erase(runner->record().job_id);
        job.ended = true;
        changed_.notify_all();
    });
}

std::shared_ptr<JobRunner> JobTable::find(JobId job) const {
    const std::lock_guard lock(mutex_);
    const auto found = runners_.find(job);
    return found == runners_.end() ? nullptr : found->second;
}

std::vector<std::shared_ptr<JobRunner>> JobTable::all() const {
    const std::lock_guard lock(mutex_);
    std::vector<std::shared_ptr<JobRunner>> runners;
    for (const auto& [job, runner] : runners_)
        runners.push_back(runner);
    return runners;
}

void JobTable::wait_until_gone(JobId job, std::stop_token stop) const {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, stop, [&] { return !runners_.contains(job); });
}

void JobTable::reap() {
    std::list<JobThread> ended;  // joined without the lock
    const std::lock_guard lock(mutex_);
    for (auto job = threads_.begin(); job != threads_.end();) {
        const auto next = std::next(job);
        if (job->ended) ended.splice(ended.end(), threads_, job);
        job = next;
    }
}

void JobTable::request_stop() {
    const std::lock_guard lock(mutex_);
    for (auto& job : threads_)
        job.thread.request_stop();
}

/// Threads stay in the table until they have ended, so that a stop that is requested meanwhile
/// reaches them.
void JobTable::join() {
    std::list<JobThread> ended;  // joined without the lock
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return std::ranges::all_of(threads_, &JobThread::ended); });
    ended.swap(threads_);
    lock.unlock();
}

}  // namespace carrot::worker
