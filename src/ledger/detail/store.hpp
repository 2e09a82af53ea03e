// The ledger in SQLite, from the writer's side: one transaction a ledger. Readers are snapshots
// (ledger/snapshot.hpp), each on a connection of its own.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/sqlite.hpp"
#include "ledger/detail/scope.hpp"
#include "ledger/snapshot.hpp"

namespace carrot::ledger {

/// A transaction as it is written: the record, and what it is found by.
struct AppliedTransaction {
    TransactionRecord record;
    std::optional<Hash> inner_hash;  ///< of a fee bump
    InclusionFee inclusion_fee;
    std::vector<Bytes> accounts;  ///< 32 byte keys of those it names
};

struct IndexedEvent {
    EventRecord record;
    std::optional<Hash> contract;
};

/// All that closing a ledger leaves behind.
struct ClosingRecords {
    LedgerRecord ledger;
    std::vector<AppliedTransaction> transactions;
    std::vector<IndexedEvent> events;
};

class Store final : public EntrySource {
public:
    /// Opens or creates the database of one network. failed_precondition: it was made for another
    /// passphrase, protocol or schema version.
    static Result<Store> open(const std::filesystem::path& file, sqlite::Durability durability,
                              const std::string& passphrase);

    /// Nullopt before genesis.
    Result<std::optional<LedgerRecord>> latest_ledger();

    Result<std::optional<Entry>> load(BytesView key) override;

    /// Writes one closed ledger: all of it, or on an error nothing. Forgets ledgers before
    /// `oldest_kept` and temporary entries that have expired.
    Result<void> commit(const ClosingRecords& records,
                        const std::map<Bytes, std::optional<Entry>>& entries,
                        std::uint32_t oldest_kept);

private:
    /// In the order of their SQL in store.cpp.
    enum class Query : std::uint8_t {
        latest_ledger,
        load_entry,
        put_entry,
        erase_entry,
        sweep_entries,
        insert_ledger,
        insert_transaction,
        insert_inner,
        insert_account,
        insert_event,
        trim_ledgers,
        trim_transactions,
        trim_inner,
        trim_accounts,
        trim_events,
    };
    Store(sqlite::Database database, std::vector<sqlite::Statement> statements);

    sqlite::Statement& prepared(Query query) {
        return statements_[static_cast<std::size_t>(query)];
    }

    Result<void> write_entries(const std::map<Bytes, std::optional<Entry>>& entries,
                               std::uint32_t sequence);
    Result<void> write_transaction(const AppliedTransaction& transaction);
    Result<void> write_event(const IndexedEvent& event);
    Result<void> trim(std::uint32_t oldest_kept);

    sqlite::Database database_;
    std::vector<sqlite::Statement> statements_;
};

}  // namespace carrot::ledger
