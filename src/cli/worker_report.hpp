// What a running worker says of itself, for people.
#pragma once

#include <boost/json/value.hpp>
#include <string>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "cli/text.hpp"

namespace carrot::cli {

/// The answers of its API: openapi.json describes them.
struct WorkerAnswers {
    boost::json::value health;     ///< GET /health, with the token
    boost::json::value jobs;       ///< GET /jobs
    boost::json::value check_gpu;  ///< GET /check-gpu
};

/// corrupt_data, with the member, when an answer is not what a worker of this version says.
Result<std::string> worker_report(const WorkerAnswers& answers, TimePoint now, const Paint& paint);

}  // namespace carrot::cli
