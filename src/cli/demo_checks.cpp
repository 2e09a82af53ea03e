#include "cli/demo_checks.hpp"

#include "http/client.hpp"
#include "ipfs/importer.hpp"
#include "market/event.hpp"

namespace carrot::cli {
namespace {

using market::Stroops;

constexpr std::uint64_t picture_limit_bytes = std::uint64_t{64} << 20;

Result<Stroops> fee_of(stellar::RpcClient& rpc, const stellar::Hash& transaction,
                       std::stop_token stop) {
    auto record = TRY(rpc.transaction(transaction, stop));
    if (!record.result) {
        return fail(ErrorCode::not_found, "a transaction of the worker is not in the history");
    }
    return Stroops{record.result->fee_charged};
}

Result<void> expect(Stroops actual, Result<Stroops> expected, std::string_view what) {
    auto wanted = TRY(std::move(expected));
    if (actual == wanted) return {};
    return fail(ErrorCode::failed_precondition, "{}: {} stroops instead of {}", what,
                market::to_decimal(actual), market::to_decimal(wanted));
}

/// `before` - `spent` + `earned`
Result<Stroops> changed(Stroops before, Stroops spent, Stroops earned) {
    return TRY(before.plus(earned))
    .minus(spent);
}

Result<void> check_split(const market::JobMarketplace::JobCompleted& event,
                         const market::Split& split) {
    TRY(expect(Stroops{event.provider_amount}, split.provider, "the provider's part"));
    return expect(Stroops{event.fee_amount}, split.fee, "the platform's part");
}

}  // namespace

Result<Balances> fetch_balances(const LocalMarket& local) {
    const auto& market = local.market();
    const auto& accounts = local.accounts();
    return Balances {
        .alice = TRY(market.fetch_balance(accounts.alice.account()))
        , .bob = TRY(market.fetch_balance(accounts.bob.account()))
        , .escrow = TRY(market.fetch_balance(market.deployment().job_marketplace))
        , .fees = Stroops { TRY(market.marketplace().get_platform_fees()) }
        ,
    };
}

Result<Stroops> check_settlement(const market::Market& market, market::JobId job_id,
                                 const market::Split& split, std::uint32_t start_ledger,
                                 std::stop_token stop) {
    auto& rpc = market.caller().rpc();
    auto page = TRY(rpc.events({.start_ledger = start_ledger,
                                .filters = {market::event_filter(market.deployment())},
                                .limit = 1000},
                               stop));
    Stroops fees;
    int found = 0;
    for (const auto& event : page.events) {
        auto decoded = TRY(market::decode_event(event));
        if (!decoded) continue;
        const auto* claimed = std::get_if<market::JobMarketplace::JobClaimed>(&*decoded);
        const auto* completed = std::get_if<market::JobMarketplace::JobCompleted>(&*decoded);
        bool is_ours = (claimed != nullptr && claimed->job_id.value == job_id) ||
                       (completed != nullptr && completed->job_id.value == job_id);
        if (!is_ours) continue;
        if (completed != nullptr) TRY(check_split(*completed, split));
        auto fee = TRY(fee_of(rpc, event.transaction_hash, stop));
        fees = TRY(fees.plus(fee));
        ++found;
    }
    if (found != 2) {
        return fail(ErrorCode::failed_precondition,
                    "job {} has {} of the 2 events of its claim and its completion", job_id, found);
    }
    return fees;
}

Result<void> check_balances(const DemoStory& story) {
    const auto& [before, after] = std::tie(story.before, story.after);
    auto spent = TRY(story.payment.plus(story.alice_network_fees));
    TRY(expect(after.alice, changed(before.alice, spent, {}), "alice's balance"));
    TRY(expect(after.bob, changed(before.bob, story.bob_network_fees, story.split.provider),
               "bob's balance"));
    TRY(expect(after.fees, before.fees.plus(story.split.fee), "the collected fees"));
    return expect(after.escrow, before.escrow.plus(story.split.fee), "the contract's balance");
}

Result<Bytes> fetch_verified(http::Client& client, const std::string& url, const ipfs::Cid& cid,
                             const std::filesystem::path& scratch_directory, std::stop_token stop) {
    http::SendOptions options;
    options.stop = stop;
    options.response_limit_bytes = picture_limit_bytes;
    auto response = TRY(client.get(url, options));
    response = TRY(http::expect_success(std::move(response), fmt::format("fetch {}", url)));
    auto content = as_bytes(response.body);

    auto scratch = TRY(ipfs::BlockStore::open(scratch_directory));
    auto added = ipfs::add_bytes(*scratch, content);
    std::error_code ignored;
    std::filesystem::remove_all(scratch_directory, ignored);
    if (!added) return std::unexpected(std::move(added.error()));
    if (added->cid != cid) {
        return fail(ErrorCode::corrupt_data, "{} is {}, and the chain says {}", url,
                    added->cid.to_string(), cid.to_string());
    }
    return Bytes(content.begin(), content.end());
}

}  // namespace carrot::cli
