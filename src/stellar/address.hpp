// Who acts on Stellar: an account (G…) or a contract (C…), as values that compare, sort, format and
// convert to XDR.
#pragma once

#include <fmt/format.h>

#include <compare>
#include <string>
#include <string_view>
#include <variant>

#include "base/result.hpp"
#include "stellar/hash.hpp"
#include "xdr/contract.hpp"
#include "xdr/types.hpp"

namespace carrot::stellar {

/// An account, which is an ed25519 public key.
struct AccountId {
    std::array<std::uint8_t, 32> ed25519{};

    static Result<AccountId> parse(std::string_view strkey);
    static AccountId from_xdr(const xdr::AccountId& account);

    std::string to_string() const;
    xdr::AccountId to_xdr() const;

    auto operator<=>(const AccountId&) const = default;
};

struct ContractId {
    Hash hash{};

    static Result<ContractId> parse(std::string_view strkey);

    std::string to_string() const;
    xdr::ScAddress to_xdr() const;

    auto operator<=>(const ContractId&) const = default;
};

/// An account or a contract: what the contracts' `Address` arguments take.
class Address {
public:
    Address() = default;
    Address(AccountId account) : id_(account) {}
    Address(ContractId contract) : id_(contract) {}

    /// Reads G… and C… strkeys.
    static Result<Address> parse(std::string_view strkey);

    /// Fails for muxed accounts, claimable balances and pools, which can't hold an authorization.
    static Result<Address> from_xdr(const xdr::ScAddress& address);

    const AccountId* account() const { return std::get_if<AccountId>(&id_); }
    const ContractId* contract() const { return std::get_if<ContractId>(&id_); }

    std::string to_string() const;
    xdr::ScAddress to_xdr() const;

    auto operator<=>(const Address&) const = default;

private:
    std::variant<AccountId, ContractId> id_;
};

}  // namespace carrot::stellar

template <>
struct fmt::formatter<carrot::stellar::AccountId> : fmt::formatter<std::string> {
    auto format(const carrot::stellar::AccountId& id, fmt::format_context& context) const {
        return fmt::formatter<std::string>::format(id.to_string(), context);
    }
};
template <>
struct fmt::formatter<carrot::stellar::ContractId> : fmt::formatter<std::string> {
    auto format(const carrot::stellar::ContractId& id, fmt::format_context& context) const {
        return fmt::formatter<std::string>::format(id.to_string(), context);
    }
};
template <>
struct fmt::formatter<carrot::stellar::Address> : fmt::formatter<std::string> {
    auto format(const carrot::stellar::Address& address, fmt::format_context& context) const {
        return fmt::formatter<std::string>::format(address.to_string(), context);
    }
};
