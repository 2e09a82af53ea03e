// Who may ask the worker's API: the holder of the pairing token for everything, a consumer for the
// logs of their own jobs.
#pragma once

#include <mutex>
#include <optional>
#include <string>

#include "http/message.hpp"
#include "worker/log_access.hpp"
#include "worker/worker.hpp"

namespace carrot::worker {

/// Thread-safe. The worker outlives it.
class ApiAccess {
public:
    ApiAccess(Worker& worker, std::string pairing_token);

    bool has_token(const http::Request& request) const;

    /// Nothing when the request carries the pairing token, else the 401 for it.
    std::optional<http::Response> refuse_stranger(const http::Request& request) const;

    /// Nothing when the request carries the pairing token, or the signature of the job's consumer.
    /// A stranger learns nothing of which jobs there are: 401 without credentials or with an
    /// expired signature, 403 for one that is wrong, for another's job and for a job that isn't.
    std::optional<http::Response> refuse_reader(const http::Request& request, JobId job);

private:
    Result<void> check_signature(const LogAccess& access, JobId job) const;
    Result<void> check_consumer(const std::string& address, JobId job, std::stop_token stop);

    Worker& worker_;
    const std::string pairing_token_;
    std::mutex asking_chain_;
};

}  // namespace carrot::worker
