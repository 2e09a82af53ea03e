// Messages signed with an account's key, outside of any transaction (SEP-53, version 1.0.0).
#pragma once

#include <string_view>

#include "base/bytes.hpp"
#include "stellar/address.hpp"
#include "stellar/key_pair.hpp"

namespace carrot::stellar {

/// The signature of sha256("Stellar Signed Message:\n" and the message's bytes), which for text are
/// its UTF-8.
Signature sign_message(const KeyPair& key, std::string_view message);

/// Whether `signature` is this account's key's signature of the message; false too for a wrong
/// length. It proves who holds the key, not that the account exists or that the key may sign alone
/// for it.
bool verify_message(const AccountId& account, std::string_view message, BytesView signature);

}  // namespace carrot::stellar
