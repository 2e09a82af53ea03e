// The API's routes about jobs: GET /jobs, GET and DELETE /jobs/{id}, GET /jobs/{id}/logs.
#pragma once

#include "http/message.hpp"
#include "worker/api_access.hpp"
#include "worker/log_feed.hpp"
#include "worker/worker.hpp"

namespace carrot::worker {

class JobsApi {
public:
    JobsApi(Worker& worker, ApiAccess& access) : worker_(worker), access_(access) {}

    http::Response list(const http::Request& request);
    http::Response show(const http::Request& request);
    http::Response cancel(const http::Request& request);

    /// Asks for access itself, because a consumer may read the log of a job of theirs.
    http::Response show_log(const http::Request& request);

private:
    Worker& worker_;
    ApiAccess& access_;
    LogFeeds feeds_;
};

}  // namespace carrot::worker
