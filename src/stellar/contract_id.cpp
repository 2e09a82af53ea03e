#include "stellar/contract_id.hpp"

namespace carrot::stellar {

Result<ContractId> contract_id_of(const Hash& network_id, const xdr::ContractIdPreimage& preimage) {
    const auto whole = xdr::HashIdPreimage::contract_id(
        {.network_id = network_id, .contract_id_preimage = preimage});
    return ContractId { sha256(TRY(xdr::encode(whole))) };
}

ContractId derive_contract_id(const Hash& network_id, const Address& deployer, const Salt& salt) {
    const auto preimage =
        xdr::ContractIdPreimage::from_address({.address = deployer.to_xdr(), .salt = salt});
    return contract_id_of(network_id, preimage).value();
}

Result<ContractId> asset_contract_id(const Hash& network_id, const xdr::Asset& asset) {
    return contract_id_of(network_id, xdr::ContractIdPreimage::from_asset(asset));
}

}  // namespace carrot::stellar
