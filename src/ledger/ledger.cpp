#include "ledger/ledger.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>

#include "ledger/detail/account.hpp"
#include "ledger/detail/close_ledger.hpp"
#include "ledger/detail/connection.hpp"
#include "ledger/detail/data_folder.hpp"
#include "ledger/detail/genesis.hpp"
#include "ledger/detail/pending.hpp"
#include "ledger/detail/source_snapshot.hpp"
#include "ledger/detail/store.hpp"
#include "stellar/hash.hpp"
#include "xdr/codec.hpp"

namespace carrot::ledger {
namespace {

// Readers that come one after another share this many connections.
constexpr std::size_t max_idle_connections = 8;

Result<TransactionFrame> frame_of(const xdr::TransactionEnvelope& envelope,
                                  const Hash& network_id) {
    return with_context(TransactionFrame::make(envelope, network_id), "submit a transaction");
}

Result<Submission> refused(const TransactionFrame& frame, const TransactionOutcome& outcome,
                           const Diagnostics& diagnostics) {
    const auto result = TRY(outcome.result());
    auto encoded = TRY(xdr::encode(result));
    return Submission{
        .status = SubmissionStatus::error,
        .tx_hash = frame.hash(),
        .error_result = std::move(encoded),
        .diagnostic_events = diagnostics.encoded(),
    };
}

}  // namespace

struct Ledger::State {
    State(LedgerOptions with, DataFolder in, Store stored, Settings loaded)
        : options(std::move(with)),
          network_id(stellar::sha256(as_bytes(options.passphrase))),
          folder(std::move(in)),
          store(std::move(stored)),
          settings(std::move(loaded)) {}

    std::uint64_t next_close_time(std::uint64_t previous_s) const {
        return std::max(previous_s, unix_seconds(options.clock->now()));
    }

    /// Why the last ledger could not be closed, if so.
    std::optional<Error> last_failure() {
        const std::lock_guard lock(publishing);
        return failure;
    }

    /// The ledger after the one that `view` shows.
    Result<LedgerContext> context_after(const Snapshot& view) const {
        auto next = TRY(xdr::decode<xdr::LedgerHeader>(view.latest().header));
        ++next.ledger_seq;
        next.scp_value.close_time = next_close_time(next.scp_value.close_time);
        return LedgerContext{.header = next, .settings = settings, .network_id = network_id};
    }

    Result<ClosedLedger> close_next();

    LedgerOptions options;
    Hash network_id;
    DataFolder folder;

    std::mutex closing;  // over `store`, `header`, `hash`
    Store store;
    xdr::LedgerHeader header;
    Hash hash{};

    Settings settings;
    PendingTransactions pending;

    std::mutex publishing;  // over `failure`, `last_closed`
    std::optional<Error> failure;
    std::uint32_t last_closed = 0;
    std::condition_variable_any published;

    std::mutex pooling;  // over `idle`
    std::vector<std::unique_ptr<Snapshot::Connection>> idle;
};

Ledger::Ledger(std::unique_ptr<State> state) : state_(std::move(state)) {}
Ledger::~Ledger() = default;

Result<std::unique_ptr<Ledger>> Ledger::open(LedgerOptions options) {
    auto folder = TRY(DataFolder::open(options.data_directory));
    const auto durability =
        folder.is_temporary() ? sqlite::Durability::normal : sqlite::Durability::full;
    auto store = TRY(Store::open(folder.database(), durability, options.passphrase));
    auto latest = TRY(store.latest_ledger());
    if (!latest) {
        auto genesis =
            TRY(make_genesis(options.passphrase, stellar::sha256(as_bytes(options.passphrase)),
                             unix_seconds(options.clock->now()), options.settings));
        TRY(store.commit(genesis.records, genesis.entries, 0));
        latest = genesis.records.ledger;
    }
    SourceSnapshot entries(store);
    auto settings = TRY(load_settings(entries));
    auto state = std::make_unique<State>(std::move(options), std::move(folder), std::move(store),
                                         std::move(settings));
    state->header = TRY(xdr::decode<xdr::LedgerHeader>(latest->header));
    state->hash = latest->hash;
    state->last_closed = latest->sequence;
    return std::unique_ptr<Ledger>(new Ledger(std::move(state)));
}

Result<std::unique_ptr<Snapshot>> Ledger::snapshot() const {
    std::unique_ptr<Snapshot::Connection> connection;
    {
        const std::lock_guard lock(state_->pooling);
        if (!state_->idle.empty()) {
            connection = std::move(state_->idle.back());
            state_->idle.pop_back();
        }
    }
    if (!connection) connection = TRY(Snapshot::Connection::open(state_->folder.database()));
    TRY(connection->begin());
    return std::make_unique<Snapshot>(
        std::move(connection), [state = state_.get()](std::unique_ptr<Snapshot::Connection> used) {
            const std::lock_guard lock(state->pooling);
            if (state->idle.size() < max_idle_connections) state->idle.push_back(std::move(used));
        });
}

Result<Submission> Ledger::submit(const xdr::TransactionEnvelope& envelope) {
    if (auto failure = state_->last_failure()) {
        failure->message.insert(0, "could not take a transaction, for ledgers can't be closed: ");
        return std::unexpected(*std::move(failure));
    }
    auto frame = TRY(frame_of(envelope, state_->network_id));
    const auto status = state_->pending.status_of(frame);
    if (status != SubmissionStatus::pending) {
        return Submission{.status = status, .tx_hash = frame.hash()};
    }
    const auto view = TRY(snapshot());
    const auto context = TRY(state_->context_after(*view));
    SnapshotSource entries(*view);
    Diagnostics diagnostics;
    auto outcome = TRY(check_valid(frame, context, entries, diagnostics));
    if (!outcome.succeeded()) return refused(frame, outcome, diagnostics);

    const auto payer = TRY(load_account(entries, frame.fee_source()));
    const auto promised = state_->pending.promised_fees(frame.fee_source());
    if (payer && available_balance(context.header, *payer) - promised < frame.full_fee()) {
        outcome.fail_outer(xdr::TransactionResultCode::txINSUFFICIENT_BALANCE);
        return refused(frame, outcome, diagnostics);
    }
    const auto hash = frame.hash();
    return Submission{.status = state_->pending.add(std::move(frame)), .tx_hash = hash};
}

Result<ClosedLedger> Ledger::State::close_next() {
    auto frames = pending.batch(settings.limits);
    std::vector<Hash> hashes;
    for (const auto& frame : frames)
        hashes.push_back(frame.hash());
    const auto close_time_s = next_close_time(header.scp_value.close_time);
    auto closed = TRY(
        close_ledger(header, hash, close_time_s, std::move(frames), settings, network_id, store));
    const auto sequence = closed.header.ledger_seq;
    const auto kept = options.retention_ledgers;
    const auto oldest_kept = sequence >= kept ? sequence - kept + 1 : 0;
    TRY(store.commit(closed.records, closed.entries, oldest_kept));
    header = closed.header;
    hash = closed.records.ledger.hash;
    pending.remove(hashes);
    return ClosedLedger{
        .sequence = sequence,
        .transactions = static_cast<std::uint32_t>(closed.records.transactions.size()),
    };
}

Result<ClosedLedger> Ledger::close() {
    const std::lock_guard lock(state_->closing);
    auto closed = state_->close_next();
    const std::lock_guard also(state_->publishing);
    state_->failure.reset();
    if (closed) {
        state_->last_closed = closed->sequence;
        state_->published.notify_all();
    } else {
        state_->failure = closed.error();
    }
    return closed;
}

bool Ledger::wait_for_ledger_after(std::uint32_t sequence, std::chrono::milliseconds timeout,
                                   std::stop_token stop) {
    std::unique_lock lock(state_->publishing);
    return state_->published.wait_for(lock, std::move(stop), timeout,
                                      [&] { return state_->last_closed > sequence; });
}

bool Ledger::wait_for_pending(std::stop_token stop) {
    return state_->pending.wait(std::move(stop));
}

void Ledger::wake() { state_->pending.wake(); }

bool Ledger::has_pending() const { return !state_->pending.empty(); }

Result<host::LedgerInfo> Ledger::next_ledger(const Snapshot& view) const {
    const auto context = TRY(state_->context_after(view));
    return context.host_info();
}

const std::string& Ledger::passphrase() const { return state_->options.passphrase; }

const Hash& Ledger::network_id() const { return state_->network_id; }

const Settings& Ledger::settings() const { return state_->settings; }

Clock& Ledger::clock() const { return *state_->options.clock; }

std::uint32_t Ledger::retention_ledgers() const { return state_->options.retention_ledgers; }

}  // namespace carrot::ledger
