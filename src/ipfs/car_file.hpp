// CAR files on disk.
#pragma once

#include <filesystem>
#include <stop_token>

#include "base/posix.hpp"
#include "base/result.hpp"
#include "ipfs/block_store.hpp"

namespace carrot::ipfs {

/// Opens a file to import. not_found, permission_denied.
Result<FileDescriptor> open_car(const std::filesystem::path& file);

/// Writes a whole DAG to `file`, which must not exist, and returns how many bytes. It grows under
/// another name beside it and is renamed when whole and on the disk.
Result<std::uint64_t> export_car(const BlockSource& blocks, const Cid& root,
                                 const std::filesystem::path& file, std::stop_token stop = {});

}  // namespace carrot::ipfs
