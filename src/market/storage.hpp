// What the marketplace keeps in its storage, read as ledger entries (docs/protocol.md, "Storage"):
// a node looks those up for next to nothing, where a call of the contract has to be simulated.
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>

#include "base/result.hpp"
#include "contracts/job_marketplace/job_marketplace.hpp"
#include "stellar/contract_id.hpp"
#include "stellar/rpc_client.hpp"
#include "xdr/ledger_entries.hpp"

namespace carrot::market {

/// The value of the marketplace's persistent entry; nothing when the node has none to give, as when
/// it is archived.
Result<std::optional<xdr::ScVal>> read_storage(stellar::RpcClient& rpc,
                                               const stellar::ContractId& marketplace,
                                               const xdr::ScVal& key, std::stop_token stop);

/// A job as it is stored, without its id. corrupt_data when it is none.
Result<job_marketplace::Job> decode_stored_job(std::uint32_t job_id, const xdr::ScVal& stored);

}  // namespace carrot::market
