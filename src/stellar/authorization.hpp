// Signing what simulation recorded: authorization entries of accounts other than the source.
#pragma once

#include <cstdint>

#include "base/result.hpp"
#include "stellar/key_pair.hpp"
#include "xdr/transaction.hpp"

namespace carrot::stellar {

/// Whose signature the entry asks for; the source account's for SOURCE_ACCOUNT credentials.
Result<Address> signer_of(const xdr::SorobanAuthorizationEntry& entry, const AccountId& source);

/// What is to be signed: sha256 of the entry's HashIDPreimage. Credentials of version 2 cover the
/// address too (CAP-71).
Result<Hash> authorization_hash(const xdr::SorobanAuthorizationEntry& entry,
                                const Hash& network_id);

/// Fills in expiration and signature, in the form that accounts verify: [{public_key, signature}].
/// Fails with permission_denied when the entry is another address's, and with invalid_argument for
/// entries of the source account, which the transaction's signature covers.
Result<void> sign_authorization(xdr::SorobanAuthorizationEntry& entry, const KeyPair& key,
                                std::uint32_t expiration_ledger, const Hash& network_id);

}  // namespace carrot::stellar
