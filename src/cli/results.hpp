// A job's result, fetched and checked against its CID.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "cli/private_results.hpp"
#include "cli/session.hpp"
#include "ipfs/block_store.hpp"

namespace carrot::cli {

/// Blocks from the network's gateways (ipfs/gateway_blocks.hpp), whatever their answers.
Result<std::unique_ptr<ipfs::BlockSource>> open_results(Session& session);

/// already_exists unless a result can be written there.
Result<void> check_destination(const std::filesystem::path& path);

/// Writes a completed job's result, a file or a folder, and says where: at `destination`, else in
/// this folder under a name by its kind: "job-17.png", "job-17" for a folder. A private one is
/// decrypted. Shows its progress. Nothing is left of what fails.
Result<std::filesystem::path> fetch_result(Session& session, const market::Job& job,
                                           const std::optional<std::filesystem::path>& destination,
                                           const ResultKey& key);

/// The gateway's address of a result.
std::string gateway_address(std::string_view gateway_url, std::string_view cid);

}  // namespace carrot::cli
