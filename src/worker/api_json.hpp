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

/// The part of GET /health that strangers don't see; `disk` is null when it can't be looked at.
void add_status_json(boost::json::object& health, const WorkerStatus& status,
                     const Result<DiskUse>& disk);

/// GET /check-docker; `python_image` says whether the engine has it, `runtime` is the one that jobs
/// get, empty for the engine's own.
boost::json::object engine_json(const Result<sandbox::EngineFacts>& facts,
                                const Result<sandbox::Image>& python_image,
                                std::string_view runtime);

/// GET /check-gpu
boost::json::object gpus_json(const sandbox::GpuInventory& inventory);

}  // namespace carrot::worker
