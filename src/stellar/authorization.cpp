#include "stellar/authorization.hpp"

#include "stellar/scval.hpp"

namespace carrot::stellar {

namespace {

/// The credentials that name an address, whatever their version; null for the source account's.
const xdr::SorobanAddressCredentials* address_credentials(const xdr::SorobanCredentials& all) {
    if (const auto* v1 = all.if_address()) return v1;
    if (const auto* v2 = all.if_address_v2()) return v2;
    if (const auto* delegated = all.if_address_with_delegates()) {
        return &delegated->address_credentials;
    }
    return nullptr;
}

xdr::ScVal account_signature(const KeyPair& key, const Hash& hash) {
    const Signature signature = key.sign(hash);
    const auto& public_key = key.account().ed25519;
    return to_scval(std::vector{
        to_struct({{"public_key", to_scval(Bytes(public_key.begin(), public_key.end()))},
                   {"signature", to_scval(Bytes(signature.begin(), signature.end()))}})});
}

}  // namespace

Result<Address> signer_of(const xdr::SorobanAuthorizationEntry& entry, const AccountId& source) {
    const auto* credentials = address_credentials(entry.credentials);
    if (credentials == nullptr) return source;
    return Address::from_xdr(credentials->address);
}

Result<Hash> authorization_hash(const xdr::SorobanAuthorizationEntry& entry,
                                const Hash& network_id) {
    const auto* credentials = address_credentials(entry.credentials);
    if (credentials == nullptr) {
        return fail(ErrorCode::invalid_argument,
                    "an authorization of the source account has no hash of its own");
    }
    if (entry.credentials.if_address() != nullptr) {
        return sha256(TRY(xdr::encode(xdr::HashIdPreimage::soroban_authorization(
            {.network_id = network_id,
             .nonce = credentials->nonce,
             .signature_expiration_ledger = credentials->signature_expiration_ledger,
             .invocation = entry.root_invocation}))));
    }
    return sha256(TRY(xdr::encode(xdr::HashIdPreimage::soroban_authorization_with_address(
        {.network_id = network_id,
         .nonce = credentials->nonce,
         .signature_expiration_ledger = credentials->signature_expiration_ledger,
         .address = credentials->address,
         .invocation = entry.root_invocation}))));
}

Result<void> sign_authorization(xdr::SorobanAuthorizationEntry& entry, const KeyPair& key,
                                std::uint32_t expiration_ledger, const Hash& network_id) {
    const auto* found = address_credentials(entry.credentials);
    if (found == nullptr) {
        return fail(ErrorCode::invalid_argument,
                    "an authorization of the source account is signed with the transaction");
    }
    const Address signer = TRY(Address::from_xdr(found->address));
    if (signer != Address(key.account())) {
        return fail(ErrorCode::permission_denied,
                    "could not sign the authorization of {} with the key of {}", signer,
                    key.account());
    }
    auto credentials = *found;
    credentials.signature_expiration_ledger = expiration_ledger;
    auto put_back = [&entry](const xdr::SorobanAddressCredentials& changed) {
        if (entry.credentials.if_address() != nullptr) {
            entry.credentials.address() = changed;
        } else if (entry.credentials.if_address_v2() != nullptr) {
            entry.credentials.address_v2() = changed;
        } else {
            entry.credentials.address_with_delegates().address_credentials = changed;
        }
    };
    put_back(credentials);
    credentials.signature = account_signature(key, TRY(authorization_hash(entry, network_id)));
    put_back(credentials);
    return {};
}

}  // namespace carrot::stellar
