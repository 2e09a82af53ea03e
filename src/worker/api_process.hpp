// The API's route that runs a job which the provider claimed elsewhere: POST /process-job.
#pragma once

#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "http/pending_response.hpp"
#include "worker/worker.hpp"

namespace carrot::worker {

/// Each job runs in a thread of this class, whoever waits for it: a client that leaves ends
/// nothing, and one that asks again waits for the same run. The worker outlives it.
class ProcessApi {
public:
    static constexpr std::size_t body_limit_bytes = std::size_t{64} << 10;
    static constexpr std::size_t runs_limit = 64;

    explicit ProcessApi(Worker& worker) : worker_(worker) {}

    http::Response process_job(const http::Request& request);

private:
    enum class Wait : std::uint8_t { until_begun, until_ended };
    struct Waiting {
        Wait wait = Wait::until_ended;
        std::shared_ptr<http::PendingResponse> response;
    };
    struct Run {
        JobId job_id = 0;
        bool begun = false;
        bool ended = false;
        std::vector<Waiting> waiting;
        std::jthread thread;  // last: it ends before what it uses goes
    };

    http::Response join(JobId job_id, const std::string& description, Wait wait);
    void work(Run& run, const std::string& description, std::stop_token stop);
    void note_begin(Run& run);
    http::Response answer(const Result<JobRecord>& record);

    Worker& worker_;
    std::mutex mutex_;
    std::list<Run> runs_;
};

}  // namespace carrot::worker
