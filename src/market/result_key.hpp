// The key that a consumer's private results are encrypted to. It follows from the account's key, so
// that there is nothing to keep or lose: a wallet signs a fixed message (SEP-53), and the
// signature, which is the same each time, is the secret that it is derived from (docs/ipfs.md).
#pragma once

#include <string>
#include <string_view>

#include "age/keys.hpp"
#include "stellar/key_pair.hpp"

namespace carrot::market {

/// The message to sign. Whoever has its signature can read the account's private results.
std::string result_key_message(const stellar::AccountId& account,
                               std::string_view network_passphrase);

/// From the signature of that message, in whatever way the wallet made it.
age::Identity result_key_from(const stellar::Signature& signature);

/// Both in one, for a key at hand.
age::Identity result_key(const stellar::KeyPair& key, std::string_view network_passphrase);

}  // namespace carrot::market
