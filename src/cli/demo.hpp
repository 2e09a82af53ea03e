// The main job, told as it happens: alice posts a script for bob's GPU, bob's worker runs it, the
// picture comes back and the money goes where it should. Every claim that the story makes is
// checked against the chain and the bytes; one that does not hold is an error.
#pragma once

#include <boost/json/fwd.hpp>
#include <chrono>
#include <filesystem>
#include <string>

#include "base/result.hpp"
#include "cli/local_market.hpp"
#include "cli/session.hpp"
#include "market/market.hpp"

namespace carrot::cli {

/// What a job moves, at one moment.
struct Balances {
    market::Stroops alice;
    market::Stroops bob;
    market::Stroops escrow;  ///< the marketplace contract's: open payments and collected fees
    market::Stroops fees;    ///< collected and not withdrawn
};

struct DemoStory {
    market::JobId job_id = 0;
    market::GpuId gpu_id = 0;
    market::Stroops payment;
    market::Split split;
    market::Stroops alice_network_fees;  ///< what Stellar charged for her transaction
    market::Stroops bob_network_fees;    ///< for the worker's two
    std::string container_id;
    std::string result_hash;
    std::string picture_url;
    std::filesystem::path picture_file;
    std::uint32_t width_pixels = 0;
    std::uint32_t height_pixels = 0;
    Balances before;
    Balances after;
    std::chrono::milliseconds duration{};  ///< from post to payment
};

boost::json::object to_document(const DemoStory& story);

/// Tells the story on `session.output()` and returns it. failed_precondition when the job fails or
/// something is not as it should be; timed_out after ten minutes.
Result<DemoStory> run_demo(const LocalMarket& local, Session& session);

}  // namespace carrot::cli
