// What a job's end is stored as (docs/protocol.md, "The job's description").
#pragma once

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "ipfs/result_store.hpp"
#include "worker/job_log.hpp"
#include "worker/journal.hpp"

namespace carrot::worker {

/// The tail of the log in a failure's report.
inline constexpr std::size_t report_log_limit_bytes = 64 * 1024;

/// Stores a successful job's output and says `ipfs://<CID>`: one image file alone as that file; no
/// files at all as the standard output; anything else as a directory, with stdout.txt and
/// stderr.txt beside the files unless the job wrote files of these names itself. `left_out` is
/// noted in stderr.txt. Errors are ResultStore's.
Result<std::string> store_result(ipfs::ResultStore& store, JobId job,
                                 const std::filesystem::path& output, const JobLog& log,
                                 const std::vector<std::string>& left_out, std::stop_token stop);

/// The report of a failed job, as JSON: job, reason, exitStatus, outOfMemory, outOfTime, startedAt,
/// finishedAt (Unix milliseconds) and log, the end of both streams as they were mixed.
std::string failure_report(const JobRecord& job, const JobLog& log);

/// Stores it and says `ipfs://<CID>`.
Result<std::string> store_report(ipfs::ResultStore& store, const JobRecord& job, const JobLog& log,
                                 std::stop_token stop);

/// Whether the bytes begin as a PNG, JPEG, GIF, WebP, BMP, TIFF, AVIF or SVG image does.
bool is_image(BytesView beginning);

}  // namespace carrot::worker
