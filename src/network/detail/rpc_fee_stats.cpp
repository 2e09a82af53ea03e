// getFeeStats: what transactions of the last 50 ledgers paid for inclusion.
#include <algorithm>
#include <map>

#include "network/detail/rpc.hpp"
#include "network/detail/rpc_params.hpp"

namespace carrot::network {
namespace {

namespace json = http::json;

constexpr std::uint32_t window_ledgers = 50;

// The value at or below which `percent` of the sorted fees lie (nearest rank).
std::int64_t percentile(const std::vector<std::int64_t>& fees, std::size_t percent) {
    return fees[(percent * fees.size() + 99) / 100 - 1];
}

std::int64_t mode(const std::vector<std::int64_t>& fees) {
    std::map<std::int64_t, std::size_t> counts;
    for (const auto fee : fees)
        ++counts[fee];
    return std::ranges::max_element(counts, {}, [](const auto& entry) { return entry.second; })
        ->first;
}

json::object distribution(std::vector<std::int64_t> fees, std::uint32_t ledgers) {
    const auto count = fees.size();
    if (fees.empty()) fees.push_back(0);
    std::ranges::sort(fees);
    json::object stats{
        {"max", std::to_string(fees.back())},
        {"min", std::to_string(fees.front())},
        {"mode", std::to_string(mode(fees))},
    };
    for (const std::size_t percent : {10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 99}) {
        stats[fmt::format("p{}", percent)] = std::to_string(percentile(fees, percent));
    }
    stats["transactionCount"] = std::to_string(count);
    stats["ledgerCount"] = ledgers;
    return stats;
}

}  // namespace

Answer get_fee_stats(const RpcContext& context, const Params&) {
    const auto view = TRY(context.ledger.snapshot());
    std::vector<std::int64_t> classic;
    std::vector<std::int64_t> soroban;
    for (const auto& fee : TRY(view->inclusion_fees(window_ledgers))) {
        (fee.soroban ? soroban : classic).push_back(fee.stroops);
    }
    const auto latest = view->latest().sequence;
    const auto ledgers = std::min(latest, window_ledgers);
    return json::object{
        {"sorobanInclusionFee", distribution(std::move(soroban), ledgers)},
        {"inclusionFee", distribution(std::move(classic), ledgers)},
        {"latestLedger", latest},
    };
}

}  // namespace carrot::network
