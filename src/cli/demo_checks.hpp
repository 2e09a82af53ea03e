// What the demo's story claims, checked.
#pragma once

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "cli/demo.hpp"
#include "ipfs/cid.hpp"

namespace carrot::cli {

Result<Balances> fetch_balances(const LocalMarket& local);

/// The transactions by which the job was claimed and completed, found by their events from
/// `start_ledger` on: what Stellar charged bob for them. Also checks that the completion's event
/// divides the payment as `split` does.
Result<market::Stroops> check_settlement(const market::Market& market, market::JobId job_id,
                                         const market::Split& split, std::uint32_t start_ledger,
                                         std::stop_token stop);

/// To the stroop: payment and fees explain every difference.
Result<void> check_balances(const DemoStory& story);

/// Fetches the file from the gateway as a stranger would, and checks that it is what the CID names.
Result<Bytes> fetch_verified(http::Client& client, const std::string& url, const ipfs::Cid& cid,
                             const std::filesystem::path& scratch_directory, std::stop_token stop);

}  // namespace carrot::cli
