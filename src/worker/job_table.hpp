// The jobs that a worker has in hand, each with its thread.
#pragma once

#include <condition_variable>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

#include "worker/job_runner.hpp"

namespace carrot::worker {

/// Thread-safe. Its end asks all threads to stop, and waits for them.
class JobTable {
public:
    using Work = std::function<void(JobRunner&, std::stop_token)>;

    ~JobTable();

    /// False when the job is there already.
    bool add(std::shared_ptr<JobRunner> runner);

    /// Does the work in a thread; afterwards the job is not in the table any more.
    void launch(const std::shared_ptr<JobRunner>& runner, Work work);

    /// For a job that was not launched.
    void remove(JobId job);

    /// Null when it is not there.
    std::shared_ptr<JobRunner> find(JobId job) const;
    std::vector<std::shared_ptr<JobRunner>> all() const;

    /// Blocks until the job is not there, or until a stop.
    void wait_until_gone(JobId job, std::stop_token stop) const;

    /// Forgets threads that have ended.
    void reap();

    void request_stop();
    void join();

private:
    struct JobThread {
        bool ended = false;
        std::jthread thread;
    };

    mutable std::mutex mutex_;
    mutable std::condition_variable_any changed_;
    std::map<JobId, std::shared_ptr<JobRunner>> runners_;
    std::list<JobThread> threads_;
};

}  // namespace carrot::worker
