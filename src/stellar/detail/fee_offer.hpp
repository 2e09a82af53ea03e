// What one transaction offers for being included in a ledger.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.hpp"
#include "stellar/contract_call.hpp"
#include "stellar/rpc_client.hpp"

namespace carrot::stellar::detail {

/// It rises by fee bumps (CAP-15) around one and the same signed transaction, which so applies at
/// most once and keeps its hash. The transaction and the options outlive it.
class FeeOffer {
public:
    FeeOffer(const PreparedTransaction& transaction, const CallOptions& options,
             const Hash& network_id);

    /// What is to be sent: the transaction, or the latest fee bump around it.
    const xdr::TransactionEnvelope& envelope() const { return envelope_; }

    /// Whether there is a key that pays, and room below the limit.
    bool can_rise() const;

    /// Whether nothing but the limit keeps it from rising.
    bool is_at_limit() const { return options_.fee_payer && !can_rise(); }

    /// Doubles the offer, at least to `wanted_stroops` an operation, at most to the limit.
    Result<void> rise(std::int64_t wanted_stroops = 0);

    /// Stroops for each operation.
    std::int64_t stroops() const { return stroops_; }

    /// What the network wants for each operation, by its refusal; 0 when it doesn't tell.
    std::int64_t wanted_in(const SendResult& refusal) const;

    /// Why a refused offer can't be raised: what was wanted, what is allowed, what helps.
    std::string describe_limit(const SendResult& refusal) const;

private:
    std::int64_t limit_stroops() const;

    const PreparedTransaction& transaction_;
    const CallOptions& options_;
    const Hash network_id_;
    xdr::TransactionEnvelope envelope_;
    std::int64_t operations_ = 1;
    std::int64_t resource_fee_ = 0;
    std::int64_t stroops_ = 0;
};

}  // namespace carrot::stellar::detail
