// The worker's answers as JSON.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "sandbox/container.hpp"
#include "sandbox/gpu.hpp"
#include "worker/worker.hpp"

namespace carrot::worker {

/// Times are Unix milliseconds; what has not happened is null.
boost::json::object job_json(const JobRecord& job);
boost::json::object job_json(const JobRecord& job, const std::vector<StepRecord>& steps);

/// POST /process-job: how a job ended, with the end of its log.
boost::json::object outcome_json(const JobRecord& job, std::string_view log);

/// The part of GET /health that strangers don't see.
void add_status_json(boost::json::object& health, const WorkerStatus& status);

/// GET /check-docker; `python_image` says whether the engine has it.
boost::json::object engine_json(const Result<sandbox::EngineFacts>& facts,
                                const Result<sandbox::Image>& python_image);

/// GET /check-gpu
boost::json::object gpus_json(const sandbox::GpuInventory& inventory);

}  // namespace carrot::worker
