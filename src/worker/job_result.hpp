// What a job's end is stored as (docs/protocol.md, "The job's description").
#pragma once

#include <cstdint>
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

/// What of a successful job's output is its result.
struct ResultForm {
    enum class Kind : std::uint8_t {
        standard_output,  ///< alone: there are no files
        image,            ///< one image file alone
        folder,           ///< all files, and what was printed beside them
    };
    Kind kind = Kind::folder;
    std::filesystem::path image{};  ///< the file, wherever in the output it is
};
Result<ResultForm> result_form(const std::filesystem::path& output);

/// Adds stdout.txt and stderr.txt to the output unless the job wrote files of these names itself.
/// `left_out` is noted in stderr.txt.
Result<void> add_streams(const std::filesystem::path& output, const JobLog& log,
                         const std::vector<std::string>& left_out);

/// Stores a successful job's output and says `ipfs://<CID>`: a file or a directory, by its
/// ResultForm. Errors are ResultStore's.
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
