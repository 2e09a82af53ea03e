#include "ledger/detail/store.hpp"

#include <algorithm>
#include <array>

#include "ledger/detail/row_values.hpp"
#include "ledger/detail/schema.hpp"
#include "xdr/codec.hpp"

namespace carrot::ledger {
namespace {

// In the order of Store::Query.
constexpr std::array queries{
    "SELECT sequence, hash, close_time, header FROM ledger ORDER BY sequence DESC LIMIT 1",
    "SELECT entry, live_until, ttl_modified FROM entry WHERE key = ?",
    "INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?, ?)",
    "DELETE FROM entry WHERE key = ?",
    "DELETE FROM entry WHERE temporary = 1 AND live_until < ?",
    "INSERT INTO ledger VALUES (?, ?, ?, ?, ?)",
    "INSERT INTO tx VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "INSERT OR REPLACE INTO inner_tx VALUES (?, ?, ?)",
    "INSERT OR IGNORE INTO account_tx VALUES (?, ?, ?)",
    "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?)",
    "DELETE FROM ledger WHERE sequence < ?",
    "DELETE FROM tx WHERE ledger < ?",
    "DELETE FROM inner_tx WHERE ledger < ?",
    "DELETE FROM account_tx WHERE ledger < ?",
    "DELETE FROM event WHERE position < ?",
};

// Keys are made by encoding, so they decode; one that didn't would be kept for good.
bool is_temporary_key(BytesView key) {
    const auto decoded = xdr::decode<xdr::LedgerKey>(key);
    return decoded && is_temporary(*decoded);
}

}  // namespace

Store::Store(sqlite::Database database, std::vector<sqlite::Statement> statements)
    : database_(std::move(database)), statements_(std::move(statements)) {}

Result<Store> Store::open(const std::filesystem::path& file, sqlite::Durability durability,
                          const std::string& passphrase) {
    auto database = TRY(sqlite::Database::open(file, {.durability = durability}));
    TRY(prepare_schema(database, passphrase));
    std::vector<sqlite::Statement> statements;
    for (const auto* sql : queries)
        statements.push_back(TRY(database.prepare(sql)));
    return Store(std::move(database), std::move(statements));
}

Result<std::optional<LedgerRecord>> Store::latest_ledger() {
    auto& select = prepared(Query::latest_ledger);
    TRY(select.bind());
    if (!TRY(select.next())) return std::nullopt;
    const auto header = select.bytes(3);
    LedgerRecord ledger{
        .sequence = static_cast<std::uint32_t>(select.integer(0)),
        .hash = hash_of(select.bytes(1)),
        .close_time_s = static_cast<std::uint64_t>(select.integer(2)),
        .header = Bytes(header.begin(), header.end()),
        .close_meta = {},
    };
    select.reset();
    return ledger;
}

Result<std::optional<Entry>> Store::load(BytesView key) {
    auto& select = prepared(Query::load_entry);
    TRY(select.bind(key));
    if (!TRY(select.next())) return std::nullopt;
    const auto xdr = select.bytes(0);
    Entry entry{.xdr = Bytes(xdr.begin(), xdr.end()), .live_until = {}, .ttl_modified = 0};
    if (!select.is_null(1)) entry.live_until = static_cast<std::uint32_t>(select.integer(1));
    entry.ttl_modified = static_cast<std::uint32_t>(select.integer(2));
    select.reset();
    return entry;
}

Result<void> Store::commit(const ClosingRecords& records,
                           const std::map<Bytes, std::optional<Entry>>& entries,
                           std::uint32_t oldest_kept) {
    auto transaction = TRY(sqlite::Transaction::begin(database_));
    const auto& ledger = records.ledger;
    TRY(write_entries(entries, ledger.sequence));
    TRY(prepared(Query::insert_ledger)
            .run(ledger.sequence, ledger.hash, ledger.close_time_s, ledger.header,
                 ledger.close_meta));
    for (const auto& applied : records.transactions)
        TRY(write_transaction(applied));
    for (const auto& event : records.events)
        TRY(write_event(event));
    TRY(trim(oldest_kept));
    return transaction.commit();
}

Result<void> Store::write_entries(const std::map<Bytes, std::optional<Entry>>& entries,
                                  std::uint32_t sequence) {
    for (const auto& [key, entry] : entries) {
        if (entry) {
            TRY(prepared(Query::put_entry)
                    .run(key, entry->xdr, entry->live_until, entry->ttl_modified,
                         entry->live_until && is_temporary_key(key)));
        } else {
            TRY(prepared(Query::erase_entry).run(key));
        }
    }
    return prepared(Query::sweep_entries).run(sequence);
}

Result<void> Store::write_transaction(const AppliedTransaction& applied) {
    const auto& record = applied.record;
    TRY(prepared(Query::insert_transaction)
            .run(record.hash, record.ledger, record.application_order, record.successful,
                 record.fee_bump, applied.inclusion_fee.soroban, applied.inclusion_fee.stroops,
                 record.envelope, record.result, record.meta));
    if (applied.inner_hash) {
        TRY(prepared(Query::insert_inner).run(*applied.inner_hash, record.hash, record.ledger));
    }
    for (const auto& account : applied.accounts) {
        TRY(prepared(Query::insert_account).run(account, record.ledger, record.application_order));
    }
    return {};
}

Result<void> Store::write_event(const IndexedEvent& indexed) {
    const auto& record = indexed.record;
    return prepared(Query::insert_event)
        .run(toid_of(record.position), record.position.event, indexed.contract, record.close_time_s,
             record.tx_hash, record.in_successful_call, record.event);
}

Result<void> Store::trim(std::uint32_t oldest_kept) {
    TRY(prepared(Query::trim_ledgers).run(oldest_kept));
    TRY(prepared(Query::trim_transactions).run(oldest_kept));
    TRY(prepared(Query::trim_inner).run(oldest_kept));
    TRY(prepared(Query::trim_accounts).run(oldest_kept));
    return prepared(Query::trim_events).run(toid_of({.ledger = oldest_kept}));
}

}  // namespace carrot::ledger
