// Why a job failed, as its worker reported it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "cli/private_results.hpp"
#include "cli/session.hpp"

namespace carrot::cli {

struct JobReport {
    std::string reason;  ///< "exit status 3"
    std::optional<std::int64_t> exit_status;
    bool out_of_memory = false;
    bool out_of_time = false;
    std::string log;  ///< the end of what it printed
};

/// Reads the worker's JSON (worker/job_result.hpp). The text is a stranger's: print it printable.
Result<JobReport> parse_job_report(std::string_view text);

/// The report of a released job, decrypted with `key` where the job is private; not_found when its
/// provider left none.
Result<JobReport> fetch_job_report(Session& session, const market::Job& job,
                                   const ResultKey& key = {});

}  // namespace carrot::cli
