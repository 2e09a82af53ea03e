#include "ledger/detail/schema.hpp"

#include "ledger/settings.hpp"

namespace carrot::ledger {
namespace {

// Counted up with every change of the tables or of the meaning of what is in them.
constexpr int schema_version = 1;

// XDR is kept as it goes over the wire. `live_until` is what the protocol keeps in TTL entries;
// `position` is Stellar RPC's TOID: ledger << 32 | transaction << 12 | operation.
constexpr auto tables = R"sql(
CREATE TABLE network (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    schema_version INTEGER NOT NULL,
    protocol_version INTEGER NOT NULL,
    passphrase TEXT NOT NULL
) STRICT;

CREATE TABLE entry (
    key BLOB PRIMARY KEY NOT NULL,
    entry BLOB NOT NULL,
    live_until INTEGER,
    ttl_modified INTEGER NOT NULL,
    temporary INTEGER NOT NULL
) STRICT;
CREATE INDEX temporary_entry ON entry (live_until) WHERE temporary = 1;

CREATE TABLE ledger (
    sequence INTEGER PRIMARY KEY,
    hash BLOB NOT NULL,
    close_time INTEGER NOT NULL,
    header BLOB NOT NULL,
    close_meta BLOB NOT NULL
) STRICT;

CREATE TABLE tx (
    hash BLOB PRIMARY KEY NOT NULL,
    ledger INTEGER NOT NULL,
    application_order INTEGER NOT NULL,
    successful INTEGER NOT NULL,
    fee_bump INTEGER NOT NULL,
    soroban INTEGER NOT NULL,
    inclusion_fee INTEGER NOT NULL,
    envelope BLOB NOT NULL,
    result BLOB NOT NULL,
    meta BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX tx_order ON tx (ledger, application_order);

CREATE TABLE account_tx (
    account BLOB NOT NULL,
    ledger INTEGER NOT NULL,
    application_order INTEGER NOT NULL,
    PRIMARY KEY (account, ledger, application_order)
) STRICT, WITHOUT ROWID;
CREATE INDEX account_tx_ledger ON account_tx (ledger);

CREATE TABLE event (
    position INTEGER NOT NULL,
    number INTEGER NOT NULL,
    contract BLOB,
    close_time INTEGER NOT NULL,
    tx_hash BLOB NOT NULL,
    successful INTEGER NOT NULL,
    event BLOB NOT NULL,
    PRIMARY KEY (position, number)
) STRICT;
CREATE INDEX event_contract ON event (contract, position, number);
)sql";

// A fee bump is found by the hash of the transaction inside, too. Ledgers from before have none.
constexpr auto inner_table = R"sql(
CREATE TABLE IF NOT EXISTS inner_tx (
    inner_hash BLOB PRIMARY KEY NOT NULL,
    hash BLOB NOT NULL,
    ledger INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
)sql";

Result<void> create(sqlite::Database& database, const std::string& passphrase) {
    auto transaction = TRY(sqlite::Transaction::begin(database));
    TRY(database.execute(tables));
    auto insert = TRY(database.prepare("INSERT INTO network VALUES (1, ?, ?, ?)"));
    TRY(insert.run(schema_version, protocol_version, passphrase));
    return transaction.commit();
}

Result<void> check(sqlite::Database& database, const std::string& passphrase) {
    auto select = TRY(database.prepare(
        "SELECT schema_version, protocol_version, passphrase FROM network WHERE id = 1"));
    if (!TRY(select.next())) {
        return fail(ErrorCode::corrupt_data, "could not open the ledger: its network is not named");
    }
    if (select.integer(0) != schema_version || select.integer(1) != protocol_version) {
        return fail(ErrorCode::failed_precondition,
                    "could not open the ledger: it has schema {} and protocol {}, this program "
                    "wants {} and {}: use another folder, or remove the old ledger",
                    select.integer(0), select.integer(1), schema_version, protocol_version);
    }
    if (select.text(2) != passphrase) {
        return fail(ErrorCode::failed_precondition,
                    "could not open the ledger: it belongs to the network '{}', not to '{}': use "
                    "another folder or its passphrase",
                    select.text(2), passphrase);
    }
    return {};
}

}  // namespace

Result<void> prepare_schema(sqlite::Database& database, const std::string& passphrase) {
    auto find = TRY(database.prepare(
        "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'network'"));
    TRY(find.next());
    const bool exists = find.integer(0) != 0;
    find.reset();
    TRY(exists ? check(database, passphrase) : create(database, passphrase));
    return database.execute(inner_table);
}

}  // namespace carrot::ledger
