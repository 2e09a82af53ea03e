#include "market/result_key.hpp"

#include <fmt/format.h>

#include "stellar/signed_message.hpp"

namespace carrot::market {

std::string result_key_message(const stellar::AccountId& account,
                               std::string_view network_passphrase) {
    return fmt::format(
        "Carrot: open my private results\n\n"
        "Signing this makes the key that opens the results of your private jobs. It sends no "
        "transaction and moves no money.\n\n"
        "Sign it at Carrot only: whoever has the signature can read those results.\n\n"
        "Account: {}\nNetwork: {}\nVersion: 1",
        account.to_string(), network_passphrase);
}

age::Identity result_key_from(const stellar::Signature& signature) {
    return age::Identity::derive(signature, "carrot private results v1");
}

age::Identity result_key(const stellar::KeyPair& key, std::string_view network_passphrase) {
    return result_key_from(
        stellar::sign_message(key, result_key_message(key.account(), network_passphrase)));
}

}  // namespace carrot::market
