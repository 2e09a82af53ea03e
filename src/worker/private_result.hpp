// A private job's end: what would be stored, encrypted to whom the job names (docs/ipfs.md).
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "age/keys.hpp"
#include "base/result.hpp"
#include "worker/job_log.hpp"

namespace carrot::worker {

using Recipients = std::vector<age::Recipient>;

/// Writes `file`: a tar archive in an age file. The archive has one folder, `private_root`, in it
/// the files that a public job's result would have: one image alone; stdout.txt alone where there
/// are no files; else all files, with stdout.txt and stderr.txt first. It is filled up so that its
/// size says little (padded_size). The file is flushed, and is there whole or not at all. Holds
/// less than 2 MiB, whatever the sizes.
Result<void> seal_output(const std::filesystem::path& file, const Recipients& recipients,
                         const std::filesystem::path& output, const JobLog& log,
                         const std::vector<std::string>& left_out);

/// The same for one file alone, such as a report.
Result<void> seal_text(const std::filesystem::path& file, const Recipients& recipients,
                       const std::string& name, std::string_view content);

/// The only folder at the top of a private result.
inline constexpr const char* private_root = "result";

/// The size to which one of `size` bytes is filled up: Padmé (Nikitin and others, "Reducing
/// Metadata Leakage from Encrypted Files and Communication with PURBs", 2019). At most 12% more.
std::uint64_t padded_size(std::uint64_t size);

}  // namespace carrot::worker
