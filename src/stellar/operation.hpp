// The operations that Carrot sends, each made by one function.
#pragma once

#include <string_view>
#include <vector>

#include "stellar/address.hpp"
#include "stellar/contract_id.hpp"
#include "xdr/transaction.hpp"

namespace carrot::stellar {

xdr::Operation create_account(const AccountId& destination, std::int64_t starting_balance_stroops);
xdr::Operation native_payment(const AccountId& destination, std::int64_t amount_stroops);

/// Calls a contract's function. The authorization entries come from simulation.
xdr::Operation invoke_contract(const ContractId& contract, std::string_view function,
                               std::vector<xdr::ScVal> arguments);

/// At most 131,072 bytes on mainnet.
xdr::Operation upload_wasm(Bytes wasm);

/// Creates a contract from uploaded wasm and calls its constructor.
xdr::Operation create_contract(const Address& deployer, const Salt& salt, const Hash& wasm_hash,
                               std::vector<xdr::ScVal> constructor_arguments);

/// Creates the Stellar Asset Contract of an asset.
xdr::Operation create_asset_contract(const xdr::Asset& asset);

/// Both act on the footprint in the transaction's Soroban data.
xdr::Operation extend_footprint_ttl(std::uint32_t extend_to_ledgers);
xdr::Operation restore_footprint();

}  // namespace carrot::stellar
