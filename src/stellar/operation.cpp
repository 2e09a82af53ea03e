#include "stellar/operation.hpp"

#include <string>
#include <utility>

namespace carrot::stellar {

namespace {

xdr::Operation invoke(xdr::HostFunction function) {
    return {.body = xdr::OperationBody::invoke_host_function_op(
                {.host_function = std::move(function)})};
}

}  // namespace

xdr::Operation create_account(const AccountId& destination, std::int64_t starting_balance_stroops) {
    return {
        .body = xdr::OperationBody::create_account_op(
            {.destination = destination.to_xdr(), .starting_balance = starting_balance_stroops})};
}

xdr::Operation native_payment(const AccountId& destination, std::int64_t amount_stroops) {
    return {.body = xdr::OperationBody::payment_op(
                {.destination = xdr::MuxedAccount::ed25519(destination.ed25519),
                 .asset = xdr::Asset::native(),
                 .amount = amount_stroops})};
}

xdr::Operation invoke_contract(const ContractId& contract, std::string_view function,
                               std::vector<xdr::ScVal> arguments) {
    return invoke(xdr::HostFunction::invoke_contract({.contract_address = contract.to_xdr(),
                                                      .function_name = std::string(function),
                                                      .args = std::move(arguments)}));
}

xdr::Operation upload_wasm(Bytes wasm) { return invoke(xdr::HostFunction::wasm(std::move(wasm))); }

xdr::Operation create_contract(const Address& deployer, const Salt& salt, const Hash& wasm_hash,
                               std::vector<xdr::ScVal> constructor_arguments) {
    return invoke(xdr::HostFunction::create_contract_v2(
        {.contract_id_preimage =
             xdr::ContractIdPreimage::from_address({.address = deployer.to_xdr(), .salt = salt}),
         .executable = xdr::ContractExecutable::wasm_hash(wasm_hash),
         .constructor_args = std::move(constructor_arguments)}));
}

xdr::Operation create_asset_contract(const xdr::Asset& asset) {
    return invoke(xdr::HostFunction::create_contract(
        {.contract_id_preimage = xdr::ContractIdPreimage::from_asset(asset),
         .executable = xdr::ContractExecutable::stellar_asset()}));
}

xdr::Operation extend_footprint_ttl(std::uint32_t extend_to_ledgers) {
    return {.body = xdr::OperationBody::extend_footprint_ttl_op({.extend_to = extend_to_ledgers})};
}

xdr::Operation restore_footprint() {
    return {.body = xdr::OperationBody::restore_footprint_op({})};
}

}  // namespace carrot::stellar
