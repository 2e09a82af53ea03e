// One closed ledger and the history before it, for reading. XDR is handed out as it is stored.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "base/result.hpp"
#include "host/host.hpp"
#include "ledger/submission.hpp"

namespace carrot::ledger {

struct LedgerRecord {
    std::uint32_t sequence = 0;
    Hash hash{};
    std::uint64_t close_time_s = 0;
    Bytes header{};      ///< LedgerHeader
    Bytes close_meta{};  ///< LedgerCloseMeta
};

struct TransactionRecord {
    Hash hash{};
    std::uint32_t ledger = 0;
    std::uint32_t application_order = 0;  ///< from 1
    std::uint64_t close_time_s = 0;
    bool successful = false;
    bool fee_bump = false;
    Bytes envelope{};  ///< TransactionEnvelope
    Bytes result{};    ///< TransactionResult
    Bytes meta{};      ///< TransactionMeta
};

/// Where an event stands in history: the order of Stellar RPC's event ids.
struct EventPosition {
    std::uint32_t ledger = 0;
    std::uint32_t transaction = 0;  ///< from 1; 0 before all, 0xfffff after all transactions
    std::uint32_t operation = 0;
    std::uint32_t event = 0;

    auto operator<=>(const EventPosition&) const = default;
};

struct EventRecord {
    EventPosition position{};
    std::uint64_t close_time_s = 0;
    Hash tx_hash{};
    bool in_successful_call = false;
    Bytes event{};  ///< ContractEvent
};

/// Narrows a search; events that it lets through still have to be looked at.
struct EventQuery {
    EventPosition first{};          ///< inclusive
    std::uint32_t end_ledger = 0;   ///< exclusive
    std::vector<Hash> contracts{};  ///< empty: all
};

/// The fee that a transaction offered for inclusion, for each operation.
struct InclusionFee {
    bool soroban = false;
    std::int64_t stroops = 0;
};

struct LedgerRange {
    std::uint32_t oldest = 0;
    std::uint64_t oldest_close_time_s = 0;
    std::uint32_t latest = 0;
    std::uint64_t latest_close_time_s = 0;
};

/// A consistent view of one closed ledger, whatever is closed meanwhile. Belongs to one thread at a
/// time. Entries are found by LedgerKey XDR; those of CONTRACT_DATA and CONTRACT_CODE come with
/// their live_until_ledger, also when they are archived.
class Snapshot final : public host::LedgerSnapshot {
public:
    struct Connection;
    /// For Ledger: takes a connection out of the pool and gives it back.
    Snapshot(std::unique_ptr<Connection> connection,
             std::function<void(std::unique_ptr<Connection>)> give_back);
    ~Snapshot() override;

    Result<std::optional<host::StoredEntry>> get(BytesView ledger_key) override;

    /// The closed ledger that this is.
    const LedgerRecord& latest() const;
    const LedgerRange& range() const;

    /// Ledgers from `first` on, at most `limit`.
    Result<std::vector<LedgerRecord>> ledgers(std::uint32_t first, std::uint32_t limit);

    /// A fee bump by either of its hashes: its own or the inner one.
    Result<std::optional<TransactionRecord>> transaction(const Hash& hash);
    /// In order of application, from (ledger, application_order) on, at most `limit`.
    Result<std::vector<TransactionRecord>> transactions(std::uint32_t ledger,
                                                        std::uint32_t application_order,
                                                        std::uint32_t limit);
    /// The latest that name the account (32 byte key) as a source, destination or fee source.
    Result<std::vector<TransactionRecord>> transactions_of(BytesView account, std::uint32_t limit);

    /// Calls `visit` for each event in order until it says false.
    Result<void> events(const EventQuery& query, const std::function<bool(EventRecord)>& visit);

    /// Of all transactions in the last `ledgers` ledgers.
    Result<std::vector<InclusionFee>> inclusion_fees(std::uint32_t ledgers);

private:
    std::unique_ptr<Connection> connection_;
    std::function<void(std::unique_ptr<Connection>)> give_back_;
};

}  // namespace carrot::ledger
