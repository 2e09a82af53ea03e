#include "ledger/detail/pending.hpp"

#include <algorithm>

namespace carrot::ledger {
namespace {

// As many as ten full ledgers: more means that closing has stopped.
constexpr std::size_t max_pending = 10'000;
constexpr std::size_t max_in_ledger = 1'000;

}  // namespace

SubmissionStatus PendingTransactions::status_of(const TransactionFrame& frame) const {
    const std::lock_guard lock(mutex_);
    return status_locked(frame);
}

SubmissionStatus PendingTransactions::status_locked(const TransactionFrame& frame) const {
    for (const auto& other : frames_) {
        if (other.hash() == frame.hash()) return SubmissionStatus::duplicate;
        if (other.source() == frame.source()) return SubmissionStatus::try_again_later;
    }
    return frames_.size() < max_pending ? SubmissionStatus::pending
                                        : SubmissionStatus::try_again_later;
}

std::int64_t PendingTransactions::promised_fees(const xdr::AccountId& fee_source) const {
    const std::lock_guard lock(mutex_);
    std::int64_t sum = 0;
    for (const auto& frame : frames_) {
        if (frame.fee_source() == fee_source) sum += frame.full_fee();
    }
    return sum;
}

SubmissionStatus PendingTransactions::add(TransactionFrame frame) {
    const std::lock_guard lock(mutex_);
    const auto status = status_locked(frame);
    if (status == SubmissionStatus::pending) {
        frames_.push_back(std::move(frame));
        changed_.notify_all();
    }
    return status;
}

std::vector<TransactionFrame> PendingTransactions::batch(const SorobanLimits& limits) const {
    const std::lock_guard lock(mutex_);
    std::vector<TransactionFrame> taken;
    std::int64_t instructions = 0;
    for (const auto& frame : frames_) {
        if (taken.size() == max_in_ledger) break;
        if (frame.is_soroban()) instructions += frame.soroban_data()->resources.instructions;
        if (instructions > limits.ledger_max_instructions) break;
        taken.push_back(frame);
    }
    return taken;
}

void PendingTransactions::remove(const std::vector<Hash>& hashes) {
    const std::lock_guard lock(mutex_);
    std::erase_if(frames_, [&](const TransactionFrame& frame) {
        return std::ranges::find(hashes, frame.hash()) != hashes.end();
    });
}

bool PendingTransactions::wait(std::stop_token stop) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, stop, [&] { return woken_ || !frames_.empty(); });
    woken_ = false;
    return !frames_.empty();
}

void PendingTransactions::wake() {
    const std::lock_guard lock(mutex_);
    woken_ = true;
    changed_.notify_all();
}

bool PendingTransactions::empty() const {
    const std::lock_guard lock(mutex_);
    return frames_.empty();
}

}  // namespace carrot::ledger
