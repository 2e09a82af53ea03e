// A secret key under a passphrase, as one line of text:
//   argon2id$m=<KiB>,t=<passes>$<salt>$<nonce and box>
// Base64. The key of the box (XChaCha20-Poly1305, IETF) is Argon2id's (RFC 9106, version 1.3, one
// lane) of the passphrase. The box also vouches for the account's address and for the limits.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "stellar/key_pair.hpp"
#include "stellar/key_store.hpp"

namespace carrot::stellar::detail {

/// What a file may ask this machine for: more is refused, as it may be made to exhaust it.
inline constexpr std::size_t max_hashing_memory_bytes = std::size_t{1} << 30;
inline constexpr unsigned max_hashing_passes = 10;

Result<std::string> encrypt_secret(const KeyPair& key, const SecretText& passphrase,
                                   PassphraseHashing hashing);

/// permission_denied for a wrong passphrase (or a file that was tampered with, which looks the
/// same), corrupt_data for text that is not of this form, resource_exhausted for limits past those
/// above or more memory than there is.
Result<KeyPair> decrypt_secret(std::string_view text, const AccountId& account,
                               const SecretText& passphrase);

}  // namespace carrot::stellar::detail
