#include "ledger/detail/signature_checker.hpp"

#include <algorithm>

#include "stellar/hash.hpp"
#include "stellar/key_pair.hpp"

namespace carrot::ledger {
namespace {

constexpr std::uint32_t max_signer_weight = 255;

int weight_of(const xdr::Signer& signer) {
    return static_cast<int>(std::min(signer.weight, max_signer_weight));
}

using Hint = xdr::SignatureHint;

Hint hint_of(BytesView bytes) {
    Hint hint{};
    const auto count = std::min(bytes.size(), hint.size());
    std::copy(bytes.end() - static_cast<std::ptrdiff_t>(count), bytes.end(), hint.begin());
    return hint;
}

// CAP-40: the hint of a signed payload is the key's hint XOR the payload's last 4 bytes (a shorter
// payload is extended by zeros).
Hint payload_hint(const xdr::SignerKeyEd25519SignedPayload& signer) {
    Hint hint = hint_of(signer.ed25519);
    Hint payload{};
    if (signer.payload.size() >= payload.size()) {
        payload = hint_of(signer.payload);
    } else {
        std::ranges::copy(signer.payload, payload.begin());
    }
    for (std::size_t i = 0; i < hint.size(); ++i)
        hint[i] ^= payload[i];
    return hint;
}

bool verify_hash_x(const xdr::DecoratedSignature& signature, const xdr::SignerKey& key) {
    return signature.hint == hint_of(key.hash_x()) &&
           stellar::sha256(signature.signature) == key.hash_x();
}

bool verify_ed25519(const xdr::DecoratedSignature& signature, const xdr::SignerKey& key,
                    const Hash& hash) {
    return signature.hint == hint_of(key.ed25519()) &&
           stellar::verify(key.ed25519(), hash, signature.signature);
}

bool verify_payload(const xdr::DecoratedSignature& signature, const xdr::SignerKey& key) {
    const auto& signer = key.ed25519_signed_payload();
    return signature.hint == payload_hint(signer) &&
           stellar::verify(signer.ed25519, signer.payload, signature.signature);
}

}  // namespace

template <class Verify>
bool SignatureChecker::count(std::vector<xdr::Signer>& signers, xdr::SignerKeyType type,
                             int needed_weight, int& weight, Verify verify) {
    for (std::size_t i = 0; i < signatures_.size(); ++i) {
        const auto signer = std::ranges::find_if(signers, [&](const xdr::Signer& candidate) {
            return candidate.key.type() == type && verify(signatures_[i], candidate.key);
        });
        if (signer == signers.end()) continue;
        used_[i] = true;
        weight += weight_of(*signer);
        if (weight >= needed_weight) return true;
        signers.erase(signer);
    }
    return false;
}

bool SignatureChecker::check(const std::vector<xdr::Signer>& signers, int needed_weight) {
    int weight = 0;
    for (const auto& signer : signers) {
        const auto* pre_authorized = signer.key.if_pre_auth_tx();
        if (pre_authorized == nullptr || *pre_authorized != hash_) continue;
        weight += weight_of(signer);
        if (weight >= needed_weight) return true;
    }
    auto rest = signers;
    return count(rest, xdr::SignerKeyType::SIGNER_KEY_TYPE_HASH_X, needed_weight, weight,
                 verify_hash_x) ||
           count(rest, xdr::SignerKeyType::SIGNER_KEY_TYPE_ED25519, needed_weight, weight,
                 [&](const auto& signature, const auto& key) {
                     return verify_ed25519(signature, key, hash_);
                 }) ||
           count(rest, xdr::SignerKeyType::SIGNER_KEY_TYPE_ED25519_SIGNED_PAYLOAD, needed_weight,
                 weight, verify_payload);
}

bool SignatureChecker::check(const xdr::AccountEntry& account, int needed_weight) {
    std::vector<xdr::Signer> signers;
    const auto master_weight = threshold_of(account, Threshold::master_weight);
    if (master_weight > 0) {
        signers.push_back({
            .key = xdr::SignerKey::ed25519(account.account_id.ed25519()),
            .weight = static_cast<std::uint32_t>(master_weight),
        });
    }
    signers.insert(signers.end(), account.signers.begin(), account.signers.end());
    return check(signers, needed_weight);
}

bool SignatureChecker::all_used() const {
    return std::ranges::all_of(used_, [](bool used) { return used; });
}

int threshold_of(const xdr::AccountEntry& account, Threshold threshold) {
    return account.thresholds[static_cast<std::size_t>(threshold)];
}

}  // namespace carrot::ledger
