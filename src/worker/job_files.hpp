// A job's folder on the host, and what is put into it before the job starts.
#pragma once

#include <filesystem>
#include <stop_token>

#include "base/result.hpp"
#include "ipfs/block_store.hpp"
#include "market/job_spec.hpp"
#include "worker/chain.hpp"

namespace carrot::worker {

inline constexpr std::size_t script_limit_bytes = std::size_t{8} << 20;
inline constexpr std::uint64_t inputs_limit_bytes = std::uint64_t{16} << 30;
inline constexpr const char* script_name = "script.py";

/// Where a job's things lie. The folders are closed to other users of the host; what the container
/// sees is mounted from inside them.
struct JobFolder {
    std::filesystem::path root;

    JobFolder(const std::filesystem::path& worker_directory, JobId job)
        : root(worker_directory / "jobs" / std::to_string(job)) {}

    std::filesystem::path script() const { return root / "script"; }
    std::filesystem::path inputs() const { return root / "inputs"; }
    std::filesystem::path output() const { return root / "output"; }  ///< the container's /output
    std::filesystem::path result() const { return root / "result"; }  ///< what is handed out of it
    /// What is stored of a private job.
    std::filesystem::path sealed_result() const { return root / "result.age"; }
    std::filesystem::path sealed_report() const { return root / "report.age"; }
};

/// Outlives the job's folder.
std::filesystem::path log_file(const std::filesystem::path& worker_directory, JobId job);

/// Writes or replaces a file that the worker makes anew after a power failure: flushing takes
/// longer than all else that is done to it.
Result<void> write_unflushed(const std::filesystem::path& path, BytesView content);

/// A folder that nobody else on the host can look into. Success also when it exists.
Result<void> make_closed_folder(const std::filesystem::path& path);

/// Writes the script and fetches the inputs, anew each time. They are there as long as
/// the machine runs, in the boot of this id (runner_context.hpp). not_found (a CID whose blocks
/// nobody has), invalid_argument (no CID, inputs in each other's way), resource_exhausted (too
/// large, or a full disk), corrupt_data.
Result<void> prepare_files(const JobFolder& folder, const market::JobSpec& spec,
                           const ipfs::BlockSource& blocks, std::string_view boot_id,
                           std::stop_token stop);

/// Whether prepare_files() has come to its end here, and the machine has not started again since.
bool files_are_prepared(const JobFolder& folder, std::string_view boot_id);

/// Removes everything, the mounted output too.
Result<void> remove_files(const JobFolder& folder);

}  // namespace carrot::worker
