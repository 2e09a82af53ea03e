// A job's result, fetched and checked against its CID.
#pragma once

#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>

#include "base/result.hpp"
#include "cli/session.hpp"
#include "ipfs/block_store.hpp"
#include "ipfs/content_path.hpp"

namespace carrot::cli {

/// Blocks from the network's gateways (ipfs/gateway_blocks.hpp), whatever their answers.
Result<std::unique_ptr<ipfs::BlockSource>> open_results(Session& session);

/// Writes the file or folder to `destination`, which must not exist.
Result<void> download(Session& session, const ipfs::ContentPath& path,
                      const std::filesystem::path& destination);

/// A file's name for a result that has none of its own, by what it holds: "job-17.png", or
/// "job-17" for a folder.
Result<std::filesystem::path> name_for_result(const ipfs::BlockSource& blocks, const ipfs::Cid& cid,
                                              market::JobId job_id);

/// The gateway's address of a result.
std::string gateway_address(std::string_view gateway_url, std::string_view cid);

}  // namespace carrot::cli
