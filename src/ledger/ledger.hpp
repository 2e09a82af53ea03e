// ledger: the state of a local Stellar network and the rules by which transactions change it:
// protocol 28, network settings as on mainnet, in SQLite.
//
//   auto ledger = TRY(Ledger::open({.data_directory = folder}));
//   Submission sent = TRY(ledger->submit(envelope));     // validated and queued, or refused
//   TRY(ledger->close());                                // applied, durable, visible to readers
//   auto view = TRY(ledger->snapshot());                 // one closed ledger, never moving
//   auto entry = TRY(view->entry(ledger_key));
//
// Ledger closes what is pending, all or nothing: one SQLite transaction a ledger. Closer
// (ledger/closer.hpp) calls close() whenever a transaction waits. Everything here may be called
// from any thread; readers never wait for the closing of a ledger.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "ledger/settings.hpp"
#include "ledger/snapshot.hpp"
#include "ledger/submission.hpp"

namespace carrot::xdr {
class TransactionEnvelope;
}

namespace carrot::ledger {

/// stellar-cli's and the SDKs' name for a local network.
inline constexpr std::string_view standalone_passphrase = "Standalone Network ; February 2017";

/// 7 days of 5 second ledgers, as public RPC servers keep.
inline constexpr std::uint32_t default_retention_ledgers = 120'960;

struct LedgerOptions {
    /// Where ledger.sqlite is kept; made when missing. Without one the ledger lives in a temporary
    /// folder that goes with the object.
    std::optional<std::filesystem::path> data_directory{};

    std::string passphrase{standalone_passphrase};

    /// Close times come from here. Must outlive the ledger.
    Clock* clock = &system_clock();

    /// Ledgers, transactions and events older than this many ledgers are forgotten; state is not.
    std::uint32_t retention_ledgers = default_retention_ledgers;

    /// Used when the ledger is created; an existing one keeps the settings it has.
    GenesisSettings settings{};
};

struct ClosedLedger {
    std::uint32_t sequence;
    std::uint32_t transactions;
};

class Ledger {
public:
    /// Opens the ledger in the folder, or creates one: ledger 1, with the root account (seed
    /// sha256(passphrase)), the settings and the native asset's contract.
    /// failed_precondition: it belongs to another passphrase, protocol or schema version.
    /// unavailable: another process has it open. corrupt_data: the file is damaged.
    static Result<std::unique_ptr<Ledger>> open(LedgerOptions options);

    ~Ledger();
    Ledger(const Ledger&) = delete;
    Ledger& operator=(const Ledger&) = delete;

    /// Checks a transaction against the last closed ledger as stellar-core's queue does, and queues
    /// it. A refused transaction is a Submission, not an error; errors are the store's, also those
    /// of a ledger that could not be closed and still can't.
    Result<Submission> submit(const xdr::TransactionEnvelope& envelope);

    /// Closes the next ledger with all that is pending, perhaps nothing. When it fails (a full
    /// disk) nothing has changed, and what was pending still is.
    Result<ClosedLedger> close();

    /// The last closed ledger, for reading. Short-lived: an open snapshot keeps SQLite's log from
    /// being folded back. It must go before the ledger does.
    Result<std::unique_ptr<Snapshot>> snapshot() const;

    /// Blocks until a transaction is pending (true), or `stop` is requested or `wake()` is called
    /// (false).
    bool wait_for_pending(std::stop_token stop);
    void wake();
    bool has_pending() const;

    /// The ledger that will follow `view`, as the host is told of it: what simulation assumes. Its
    /// close time is the clock's.
    Result<host::LedgerInfo> next_ledger(const Snapshot& view) const;

    /// Blocks until a ledger after `sequence` is closed (true), the real time given is over or
    /// `stop` is requested (false).
    bool wait_for_ledger_after(std::uint32_t sequence, std::chrono::milliseconds timeout,
                               std::stop_token stop);

    const std::string& passphrase() const;
    const Hash& network_id() const;
    const Settings& settings() const;
    Clock& clock() const;
    std::uint32_t retention_ledgers() const;

private:
    struct State;
    explicit Ledger(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace carrot::ledger
