// ContractCaller's second half: from a signed transaction to its place in a ledger.
#include <algorithm>
#include <array>

#include "base/encoding.hpp"
#include "base/random.hpp"
#include "stellar/contract_call.hpp"
#include "stellar/detail/call_outcome.hpp"
#include "stellar/detail/fee_offer.hpp"

namespace carrot::stellar {

namespace {

using std::chrono::milliseconds;

constexpr int max_transactions = 8;   // new ones after bad sequence numbers
constexpr int max_outdated = 4;       // transactions that failed on state that had moved
constexpr int max_busy_answers = 20;  // TRY_AGAIN_LATER to one transaction
constexpr int busy_answers_before_bump = 10;
constexpr int max_failures_in_row = 5;  // of the connection to the RPC
constexpr milliseconds first_retry_pause{100};
constexpr milliseconds longest_retry_pause{2'000};
/// A network that closes a ledger for every transaction is done by the first poll.
constexpr milliseconds first_poll_pause{5};
constexpr milliseconds longest_poll_pause{1'000};

/// For how long a server may not know yet what its ledger holds.
constexpr milliseconds longest_ingestion{10'000};
constexpr std::uint32_t ingestion_ledgers = 2;

/// How long an accepted transaction may stay out of the ledgers before more is offered. After four
/// its network forgets it.
constexpr std::uint32_t patience_ledgers = 3;

/// How far this machine's clock may be ahead of the network's.
constexpr std::uint64_t clock_grace_s = 60;

/// Ever longer, and never quite the same, so that two who got in each other's way part.
milliseconds retry_pause(int attempt) {
    std::array<std::uint8_t, 1> random;
    fill_random(random);
    const auto pause =
        std::min(first_retry_pause * (1 << std::min(attempt, 10)), longest_retry_pause);
    return pause / 2 + pause * random[0] / 255;
}

bool may_pass(const Error& error) {
    return error.code == ErrorCode::unavailable || error.code == ErrorCode::timed_out ||
           error.code == ErrorCode::corrupt_data;
}

void report(const CallOptions& options, const CallProgress& progress) {
    if (options.on_progress) options.on_progress(progress);
}

Error superseded(const PreparedTransaction& transaction) {
    return {ErrorCode::failed_precondition,
            fmt::format("{} can't be applied any more: another transaction took its sequence "
                        "number, prepare it again",
                        detail::describe(transaction.envelope))};
}

/// An offer that the network does not take, as high as it may be; may pass.
Error too_dear(const PreparedTransaction& transaction, const detail::FeeOffer& offer,
               const SendResult& refusal) {
    return {ErrorCode::unavailable,
            fmt::format("{} was not accepted: {}", detail::describe(transaction.envelope),
                        offer.describe_limit(refusal))};
}

Error not_included(const PreparedTransaction& transaction, const detail::FeeOffer& offer,
                   const CallOptions& options) {
    const auto remedy = offer.is_at_limit()
                            ? fmt::format("it offered the most that it may, raise {}",
                                          options.inclusion_fee_cap_name)
                            : std::string("try again");
    return {ErrorCode::timed_out,
            fmt::format("{} was not included in time (transaction {}): {}",
                        detail::describe(transaction.envelope), to_hex(transaction.hash), remedy)};
}

Result<CallOutcome> confirm(const TransactionRecord& record, const CallOptions& options) {
    auto outcome = TRY(detail::outcome_of(record));
    report(options, {.step = CallStep::confirmed,
                     .transaction_hash = outcome.transaction_hash,
                     .ledger = outcome.ledger,
                     .fee_stroops = outcome.fee_charged_stroops});
    return outcome;
}

}  // namespace

Result<void> ContractCaller::pause(milliseconds duration, std::stop_token stop) {
    if (clock_.sleep_for(duration, std::move(stop))) return {};
    return fail(ErrorCode::cancelled, "stopped while waiting for the network");
}

Result<CallOutcome> ContractCaller::deliver(
    const std::function<Result<PreparedTransaction>()>& prepare, const CallOptions& options) {
    int outdated = 0;
    for (int count = 0; count < max_transactions; ++count) {
        const auto transaction = TRY(prepare());
        detail::FeeOffer offer(transaction, options, network_.id());
        if (TRY(hand_over(transaction, offer, false, options)) == Handover::accepted) {
            const auto record = TRY(await_record(transaction, offer, options));
            // What failed has changed nothing, and what it was simulated on has moved.
            const bool again = detail::is_outdated(record) && ++outdated < max_outdated;
            if (!again) return confirm(record, options);
        }
        TRY(pause(retry_pause(count), options.stop));
    }
    return fail(ErrorCode::unavailable,
                "the account sends other transactions all the time: {} sequence numbers in a row "
                "were taken, try again",
                max_transactions);
}

Result<void> ContractCaller::submit(const PreparedTransaction& transaction,
                                    const CallOptions& options) {
    detail::FeeOffer offer(transaction, options, network_.id());
    if (TRY(hand_over(transaction, offer, true, options)) == Handover::accepted) return {};
    return std::unexpected(superseded(transaction));
}

/// Sends until the network has said yes or no. A bad sequence number can mean that an earlier send
/// of the same transaction was applied; where there may have been one, the ledger decides.
Result<ContractCaller::Handover> ContractCaller::hand_over(const PreparedTransaction& transaction,
                                                           detail::FeeOffer& offer,
                                                           bool maybe_sent_before,
                                                           const CallOptions& options) {
    int busy_answers = 0;
    int failures = 0;
    for (;;) {
        auto sent = rpc_.send(offer.envelope(), options.stop);
        if (!sent) {
            if (!may_pass(sent.error()) || ++failures == max_failures_in_row) {
                return std::unexpected(std::move(sent.error()));
            }
            maybe_sent_before = true;
            TRY(pause(retry_pause(failures), options.stop));
            continue;
        }
        switch (sent->status) {
            case SendStatus::pending:
            case SendStatus::duplicate:
                report(options, {.step = CallStep::sent, .transaction_hash = transaction.hash});
                return Handover::accepted;
            case SendStatus::error:
                if (detail::is_bad_sequence(*sent)) {
                    if (!maybe_sent_before) return Handover::superseded;
                    const auto landed =
                        TRY(has_landed(transaction.hash, sent->latest_ledger, options.stop));
                    return landed ? Handover::accepted : Handover::superseded;
                }
                if (detail::is_insufficient_fee(*sent) && offer.can_rise()) {
                    TRY(offer.rise(offer.wanted_in(*sent)));
                    continue;
                }
                if (detail::is_insufficient_fee(*sent) && offer.is_at_limit())
                    return std::unexpected(too_dear(transaction, offer, *sent));
                return std::unexpected(
                    detail::send_failure(*sent, detail::describe(transaction.envelope)));
            case SendStatus::try_again_later:
                // What the account has on its way may be this very transaction in a fee bump.
                if (maybe_sent_before && TRY(is_in_ledger(transaction.hash, options.stop)))
                    return Handover::accepted;
                if (++busy_answers == max_busy_answers) {
                    return fail(ErrorCode::unavailable, "{}: the network stays too busy, try again",
                                detail::describe(transaction.envelope));
                }
                // One that the queue has dropped stays banned for some ledgers; a bump is another.
                if (busy_answers == busy_answers_before_bump && offer.can_rise()) TRY(offer.rise());
                TRY(pause(retry_pause(busy_answers), options.stop));
        }
    }
}

Result<bool> ContractCaller::is_in_ledger(const Hash& hash, std::stop_token stop) {
    return TRY(rpc_.transaction(hash, std::move(stop)))
    .status != TransactionStatus::not_found;
}

/// Whether a transaction that can't be applied from now on was applied before; waits as long as the
/// server may still be reading ledgers.
Result<bool> ContractCaller::has_landed(const Hash& hash, std::uint32_t since_ledger,
                                        std::stop_token stop) {
    milliseconds waited{0};
    for (;;) {
        const auto record = TRY(rpc_.transaction(hash, stop));
        if (record.status != TransactionStatus::not_found) return true;
        if (record.latest_ledger >= since_ledger + ingestion_ledgers) return false;
        if (waited >= longest_ingestion) return false;
        TRY(pause(longest_poll_pause, stop));
        waited += longest_poll_pause;
    }
}

Result<CallOutcome> ContractCaller::await(const PreparedTransaction& transaction,
                                          const CallOptions& options) {
    detail::FeeOffer offer(transaction, options, network_.id());
    return confirm(TRY(await_record(transaction, offer, options)), options);
}

Result<TransactionRecord> ContractCaller::await_record(const PreparedTransaction& transaction,
                                                       detail::FeeOffer& offer,
                                                       const CallOptions& options) {
    milliseconds poll_pause = first_poll_pause;
    int failures = 0;
    std::optional<std::uint32_t> offered_in;
    for (;;) {
        auto record = rpc_.transaction(transaction.hash, options.stop);
        if (!record) {
            if (!may_pass(record.error()) || ++failures == max_failures_in_row) {
                // timed_out would say that it can't be included any more.
                if (may_pass(record.error())) record.error().code = ErrorCode::unavailable;
                return record;
            }
        } else if (record->status != TransactionStatus::not_found) {
            return record;
        } else {
            failures = 0;
            // An idle local network's ledger time stands still; then this machine's clock decides.
            if (record->latest_ledger_close_time > transaction.not_after ||
                now_s() > transaction.not_after + clock_grace_s) {
                return std::unexpected(not_included(transaction, offer, options));
            }
            if (!offered_in) offered_in = record->latest_ledger;
            if (record->latest_ledger >= *offered_in + patience_ledgers) {
                TRY(offer_again(transaction, offer, options.stop));
                offered_in = record->latest_ledger;
            }
        }
        TRY(pause(poll_pause, options.stop));
        poll_pause = std::min(poll_pause * 2, longest_poll_pause);
    }
}

/// For a transaction that was accepted and is not included. A queue replaces it by one that offers
/// ten times as much, or has dropped it by now. Only what rules the transaction out is an error:
/// all else is left to the polls.
Result<void> ContractCaller::offer_again(const PreparedTransaction& transaction,
                                         detail::FeeOffer& offer, std::stop_token stop) {
    if (offer.can_rise()) TRY(offer.rise());
    for (;;) {
        const auto sent = rpc_.send(offer.envelope(), stop);
        if (!sent || sent->status != SendStatus::error) return {};
        if (detail::is_bad_sequence(*sent)) {
            if (TRY(has_landed(transaction.hash, sent->latest_ledger, stop))) return {};
            return std::unexpected(superseded(transaction));
        }
        if (!detail::is_insufficient_fee(*sent) || !offer.can_rise()) return {};
        TRY(offer.rise(offer.wanted_in(*sent)));
    }
}

Result<std::optional<CallOutcome>> ContractCaller::find(const Hash& transaction_hash,
                                                        std::stop_token stop) {
    const auto record = TRY(rpc_.transaction(transaction_hash, std::move(stop)));
    if (record.status == TransactionStatus::not_found) return std::nullopt;
    return TRY(detail::outcome_of(record));
}

}  // namespace carrot::stellar
