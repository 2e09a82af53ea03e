#include "cli/store_budget.hpp"

namespace carrot::cli {
namespace {

Result<ipfs::DiskBudget> budget_in_settings(const Session& session) {
    // Mistakes elsewhere in the file are for the worker to complain of.
    Mistakes mistakes(session.settings().file);
    return budget_of(TRY(load_worker_settings(mistakes)).store);
}

}  // namespace

ipfs::DiskBudget budget_of(const StoreSettings& settings) {
    ipfs::DiskBudget budget;
    if (settings.disk_budget_gb > 0) budget.bytes = std::uint64_t{settings.disk_budget_gb} << 30;
    return budget;
}

Result<std::unique_ptr<ipfs::ResultStore>> open_result_store(const Session& session) {
    const auto budget = TRY(budget_in_settings(session));
    return ipfs::open_embedded_store(session.store_directory(), session.clock(), budget);
}

Result<std::unique_ptr<ipfs::BlockStore>> open_block_store(const Session& session) {
    const auto budget = TRY(budget_in_settings(session));
    return ipfs::BlockStore::open(session.store_directory(), {.disk_budget_bytes = budget.bytes});
}

}  // namespace carrot::cli
