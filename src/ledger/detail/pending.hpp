// The transactions that wait for the next ledger. Safe to use from several threads.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <stop_token>
#include <vector>

#include "ledger/detail/transaction_frame.hpp"
#include "ledger/settings.hpp"
#include "ledger/submission.hpp"

namespace carrot::ledger {

class PendingTransactions {
public:
    /// What would become of it: duplicate, or try_again_later while another transaction of its
    /// source is here (as on the public networks: one an account and ledger) or the queue is full.
    SubmissionStatus status_of(const TransactionFrame& frame) const;

    /// Fees that the account has promised to transactions here, in stroops.
    std::int64_t promised_fees(const xdr::AccountId& fee_source) const;

    SubmissionStatus add(TransactionFrame frame);

    /// Copies of the first ones, as many as one ledger takes.
    std::vector<TransactionFrame> batch(const SorobanLimits& limits) const;
    void remove(const std::vector<Hash>& hashes);

    /// See Ledger.
    bool wait(std::stop_token stop);
    void wake();
    bool empty() const;

private:
    SubmissionStatus status_locked(const TransactionFrame& frame) const;

    mutable std::mutex mutex_;
    std::condition_variable_any changed_;
    std::vector<TransactionFrame> frames_;
    bool woken_ = false;
};

}  // namespace carrot::ledger
