// What the settings let results take on this machine, whoever adds them.
#pragma once

#include "base/result.hpp"
#include "cli/session.hpp"
#include "cli/worker_settings.hpp"
#include "ipfs/result_store.hpp"

namespace carrot::cli {

ipfs::DiskBudget budget_of(const StoreSettings& settings);

/// The store, with the budget that the settings name for the worker: all programs of the user share
/// it. Fails when the settings can't be read.
Result<std::unique_ptr<ipfs::ResultStore>> open_result_store(const Session& session);
Result<std::unique_ptr<ipfs::BlockStore>> open_block_store(const Session& session);

}  // namespace carrot::cli
