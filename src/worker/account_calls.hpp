// Transactions of the provider's account, one at a time.
#pragma once

#include <mutex>
#include <stop_token>
#include <string>

#include "base/result.hpp"
#include "worker/chain.hpp"

namespace carrot::worker {

enum class Landing : std::uint8_t {
    landed,
    refused,  ///< by the contract
    missed,   ///< it is not in a ledger, and can't come into one any more
};

/// One job's access to the account. The account's sequence numbers let one transaction be on its
/// way at a time: from sign() on, until send() knows its end or this is destroyed, no other job's
/// is signed or sent. Belongs to one thread.
class AccountCalls {
public:
    AccountCalls(Chain& chain, std::mutex& account)
        : chain_(chain), lock_(account, std::defer_lock) {}

    /// Chain::sign's errors.
    Result<SignedCall> sign(CallKind kind, JobId job, const std::string& result_hash,
                            std::stop_token stop);

    /// Chain::settle's errors but for those that say how it ended. After one of them the call is on
    /// its way still.
    Result<Landing> send(const SignedCall& call, std::stop_token stop);

    /// Why the last one that did not land didn't.
    const std::string& failure() const { return failure_; }

private:
    Chain& chain_;
    std::unique_lock<std::mutex> lock_;
    std::string failure_;
};

}  // namespace carrot::worker
