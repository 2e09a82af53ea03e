// A contract's id follows from who deploys it and a salt, or from the asset it stands for.
#pragma once

#include "base/result.hpp"
#include "stellar/address.hpp"
#include "xdr/transaction.hpp"

namespace carrot::stellar {

using Salt = std::array<std::uint8_t, 32>;

/// The id of the contract that `deployer` creates with `salt`.
ContractId derive_contract_id(const Hash& network_id, const Address& deployer, const Salt& salt);

/// The id of the Stellar Asset Contract of an asset; Asset::native() is XLM's.
Result<ContractId> asset_contract_id(const Hash& network_id, const xdr::Asset& asset);

/// sha256 of the HashIDPreimage of ENVELOPE_TYPE_CONTRACT_ID, for any preimage.
Result<ContractId> contract_id_of(const Hash& network_id, const xdr::ContractIdPreimage& preimage);

}  // namespace carrot::stellar
