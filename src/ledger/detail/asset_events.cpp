#include "ledger/detail/asset_events.hpp"

#include "stellar/contract_id.hpp"
#include "stellar/scval.hpp"
#include "stellar/transaction.hpp"

namespace carrot::ledger {
namespace {

using stellar::Symbol;
using stellar::to_scval;

xdr::ContractEvent native_event(const Hash& network_id, std::vector<xdr::ScVal> topics,
                                xdr::ScVal data) {
    xdr::ContractEvent event;
    // The id of the native asset's contract is a hash of fixed-size data: it can't fail.
    event.contract_id = stellar::asset_contract_id(network_id, xdr::Asset::native())->hash;
    event.type = xdr::ContractEventType::CONTRACT;
    event.body = xdr::ContractEventBody::v0({
        .topics = std::move(topics),
        .data = std::move(data),
    });
    return event;
}

xdr::ScVal address_of(const xdr::AccountId& account) {
    return xdr::ScVal::address(xdr::ScAddress::account_id(account));
}

// What tells the receiver's customers apart: the destination's id, else the memo.
std::optional<xdr::ScVal> muxed_id(const xdr::MuxedAccount& to, const xdr::Memo& memo) {
    if (const auto* muxed = to.if_med25519()) return to_scval(muxed->id);
    if (const auto* text = memo.if_text()) return to_scval(*text);
    if (const auto* id = memo.if_id()) return to_scval(*id);
    if (const auto* hash = memo.if_hash()) return to_scval(*hash);
    if (const auto* hash = memo.if_ret_hash()) return to_scval(*hash);
    return std::nullopt;
}

}  // namespace

xdr::ContractEvent transfer_event(const Hash& network_id, const xdr::AccountId& from,
                                  const xdr::MuxedAccount& to, std::int64_t stroops,
                                  const xdr::Memo& memo) {
    auto data = to_scval(stellar::Int128{stroops});
    if (auto id = muxed_id(to, memo)) {
        data = stellar::to_struct({{"amount", std::move(data)}, {"to_muxed_id", *std::move(id)}});
    }
    const auto receiver = stellar::account_of(to).to_xdr();
    return native_event(
        network_id,
        {to_scval(Symbol{"transfer"}), address_of(from), address_of(receiver), to_scval("native")},
        std::move(data));
}

xdr::ContractEvent fee_event(const Hash& network_id, const xdr::AccountId& from,
                             std::int64_t stroops) {
    return native_event(network_id, {to_scval(Symbol{"fee"}), address_of(from)},
                        to_scval(stellar::Int128{stroops}));
}

}  // namespace carrot::ledger
