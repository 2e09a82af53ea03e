// The events that lumens make as they move outside of contracts (CAP-67), in the words of the
// native asset's contract.
#pragma once

#include "ledger/detail/entry.hpp"
#include "xdr/ledger.hpp"
#include "xdr/transaction.hpp"

namespace carrot::ledger {

/// transfer [from, to, "native"]: the amount, with the destination's muxed id or the memo if any.
xdr::ContractEvent transfer_event(const Hash& network_id, const xdr::AccountId& from,
                                  const xdr::MuxedAccount& to, std::int64_t stroops,
                                  const xdr::Memo& memo);

/// fee [from]: the amount; negative for a refund.
xdr::ContractEvent fee_event(const Hash& network_id, const xdr::AccountId& from,
                             std::int64_t stroops);

}  // namespace carrot::ledger
