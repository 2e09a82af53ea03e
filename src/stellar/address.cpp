#include "stellar/address.hpp"

#include <algorithm>

#include "stellar/strkey.hpp"

namespace carrot::stellar {

namespace {

Result<std::array<std::uint8_t, 32>> parse_32_bytes(StrkeyKind kind, std::string_view strkey) {
    const Bytes payload = TRY(decode_strkey(kind, strkey));
    std::array<std::uint8_t, 32> bytes;
    std::ranges::copy(payload, bytes.begin());
    return bytes;
}

}  // namespace

Result<AccountId> AccountId::parse(std::string_view strkey) {
    return AccountId { TRY(parse_32_bytes(StrkeyKind::account, strkey)) };
}

AccountId AccountId::from_xdr(const xdr::AccountId& account) { return {account.ed25519()}; }

std::string AccountId::to_string() const { return encode_strkey(StrkeyKind::account, ed25519); }

xdr::AccountId AccountId::to_xdr() const { return xdr::AccountId::ed25519(ed25519); }

Result<ContractId> ContractId::parse(std::string_view strkey) {
    return ContractId { TRY(parse_32_bytes(StrkeyKind::contract, strkey)) };
}

std::string ContractId::to_string() const { return encode_strkey(StrkeyKind::contract, hash); }

xdr::ScAddress ContractId::to_xdr() const { return xdr::ScAddress::contract_id(hash); }

Result<Address> Address::parse(std::string_view strkey) {
    if (strkey.starts_with('C')) return TRY(ContractId::parse(strkey));
    if (strkey.starts_with('G')) return TRY(AccountId::parse(strkey));
    return fail(ErrorCode::invalid_argument,
                "this is no address: it must be an account (G…) or a contract (C…)");
}

Result<Address> Address::from_xdr(const xdr::ScAddress& address) {
    if (const auto* account = address.if_account_id()) return AccountId::from_xdr(*account);
    if (const auto* contract = address.if_contract_id()) return ContractId{*contract};
    return fail(ErrorCode::corrupt_data, "an address of type {} is neither account nor contract",
                name_of(address.type()));
}

std::string Address::to_string() const {
    return std::visit([](const auto& id) { return id.to_string(); }, id_);
}

xdr::ScAddress Address::to_xdr() const {
    if (const auto* id = contract()) return id->to_xdr();
    return xdr::ScAddress::account_id(account()->to_xdr());
}

}  // namespace carrot::stellar
