// Counts the weight of a transaction's signatures against an account's signers, and remembers which
// signatures were of use.
#pragma once

#include <cstdint>
#include <vector>

#include "ledger/detail/entry.hpp"
#include "xdr/transaction.hpp"

namespace carrot::ledger {

class SignatureChecker {
public:
    /// Both outlive the checker. `hash` is what is signed.
    SignatureChecker(const Hash& hash, const std::vector<xdr::DecoratedSignature>& signatures)
        : hash_(hash), signatures_(signatures), used_(signatures.size()) {}

    /// True when signatures of these signers (and this transaction's hash among pre-authorized
    /// ones) reach the weight. A needed weight of 0 still wants one signature.
    bool check(const std::vector<xdr::Signer>& signers, int needed_weight);

    /// The account's signers and master key against one of its thresholds.
    bool check(const xdr::AccountEntry& account, int needed_weight);

    bool all_used() const;

private:
    template <class Verify>
    bool count(std::vector<xdr::Signer>& signers, xdr::SignerKeyType type, int needed_weight,
               int& weight, Verify verify);

    const Hash& hash_;
    const std::vector<xdr::DecoratedSignature>& signatures_;
    std::vector<bool> used_;
};

enum class Threshold : std::uint8_t { master_weight = 0, low = 1, medium = 2, high = 3 };

int threshold_of(const xdr::AccountEntry& account, Threshold threshold);

}  // namespace carrot::ledger
