#include "stellar/signed_message.hpp"

#include <string>

#include "stellar/hash.hpp"

namespace carrot::stellar {

namespace {

Hash hash_of(std::string_view message) {
    std::string text("Stellar Signed Message:\n");
    text += message;
    return sha256(as_bytes(text));
}

}  // namespace

Signature sign_message(const KeyPair& key, std::string_view message) {
    return key.sign(hash_of(message));
}

bool verify_message(const AccountId& account, std::string_view message, BytesView signature) {
    return verify(account.ed25519, hash_of(message), signature);
}

}  // namespace carrot::stellar
