#include "ledger/detail/close_ledger.hpp"

#include <algorithm>
#include <iterator>

#include "base/encoding.hpp"
#include "base/log.hpp"
#include "ledger/detail/apply_transaction.hpp"
#include "ledger/detail/close_records.hpp"
#include "stellar/hash.hpp"
#include "xdr/codec.hpp"

namespace carrot::ledger {
namespace {

void append(Bytes& to, BytesView bytes) { to.insert(to.end(), bytes.begin(), bytes.end()); }

// The random numbers of a ledger's contracts come from its transaction set, each transaction's
// from its place in it.
Hash prng_seed(const Hash& transaction_set_hash, std::uint64_t index) {
    Bytes seed(transaction_set_hash.begin(), transaction_set_hash.end());
    for (int shift = 56; shift >= 0; shift -= 8) {
        seed.push_back(static_cast<std::uint8_t>(index >> shift));
    }
    return stellar::sha256(seed);
}

Result<std::vector<TransactionFrame>> keep_valid(std::vector<TransactionFrame> frames,
                                                 const LedgerContext& context,
                                                 EntrySource& entries) {
    std::vector<TransactionFrame> kept;
    std::vector<TransactionFrame> soroban;
    for (auto& frame : frames) {
        Diagnostics diagnostics;
        if (TRY(check_valid(frame, context, entries, diagnostics)).succeeded()) {
            (frame.is_soroban() ? soroban : kept).push_back(std::move(frame));
        } else {
            log::warning("ledger", "left transaction {} out of ledger {}: it is not valid any more",
                         to_hex(frame.hash()), context.header.ledger_seq);
        }
    }
    std::ranges::move(soroban, std::back_inserter(kept));
    return kept;
}

xdr::LedgerHeader next_header(const xdr::LedgerHeader& previous, const Hash& previous_hash,
                              std::uint64_t close_time_s) {
    auto header = previous;
    ++header.ledger_seq;
    header.previous_ledger_hash = previous_hash;
    header.scp_value = {.tx_set_hash = {}, .close_time = close_time_s};
    return header;
}

Result<std::vector<AppliedFrame>> apply_all(std::vector<TransactionFrame> frames,
                                            LedgerContext& context, Scope& ledger) {
    std::vector<AppliedFrame> applied;
    applied.reserve(frames.size());
    for (auto& frame : frames) {
        applied.push_back(TRY(charge_fee(std::move(frame), context, ledger)));
    }
    std::uint64_t index = 0;
    for (auto& one : applied) {
        const auto seed = prng_seed(context.header.scp_value.tx_set_hash, index++);
        TRY(apply_transaction(one, context, ledger, seed));
    }
    for (auto& one : applied)
        TRY(refund_fee(one, context, ledger));
    return applied;
}

}  // namespace

Result<ClosingResult> close_ledger(const xdr::LedgerHeader& previous, const Hash& previous_hash,
                                   std::uint64_t close_time_s, std::vector<TransactionFrame> frames,
                                   const Settings& settings, const Hash& network_id,
                                   EntrySource& entries) {
    LedgerContext context{
        .header = next_header(previous, previous_hash, close_time_s),
        .settings = settings,
        .network_id = network_id,
    };
    auto& header = context.header;
    frames = TRY(keep_valid(std::move(frames), context, entries));
    const auto transactions = transaction_set(previous_hash, frames, header.base_fee);
    header.scp_value.tx_set_hash = stellar::sha256(TRY(xdr::encode(transactions)));

    Scope ledger(entries, header.ledger_seq);
    auto applied = TRY(apply_all(std::move(frames), context, ledger));
    const auto results = TRY(result_set(applied));
    header.tx_set_result_hash = stellar::sha256(TRY(xdr::encode(results)));
    header.bucket_list_hash = state_hash(previous.bucket_list_hash, ledger.modified());
    const auto hash = TRY(ledger_hash(header));
    auto records = TRY(closing_records(header, hash, transactions, results, std::move(applied)));
    return ClosingResult{
        .records = std::move(records),
        .entries = std::move(ledger).take(),
        .header = header,
    };
}

Result<Hash> ledger_hash(const xdr::LedgerHeader& header) {
    return stellar::sha256(TRY(xdr::encode(header)));
}

Hash state_hash(const Hash& before, const std::map<Bytes, std::optional<Entry>>& changed) {
    if (changed.empty()) return before;
    Bytes state(before.begin(), before.end());
    for (const auto& [key, entry] : changed) {
        append(state, stellar::sha256(key));
        append(state, entry ? stellar::sha256(entry->xdr) : Hash{});
        const auto live_until = entry ? entry->live_until.value_or(0) : 0;
        for (int shift = 24; shift >= 0; shift -= 8) {
            state.push_back(static_cast<std::uint8_t>(live_until >> shift));
        }
    }
    return stellar::sha256(state);
}

}  // namespace carrot::ledger
