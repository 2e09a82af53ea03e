#include "ledger/snapshot.hpp"

#include <algorithm>
#include <limits>

#include "ledger/detail/connection.hpp"
#include "ledger/detail/row_values.hpp"

namespace carrot::ledger {
namespace {

Bytes copy(BytesView bytes) { return {bytes.begin(), bytes.end()}; }

std::uint32_t number(const sqlite::Statement& row, int column) {
    return static_cast<std::uint32_t>(row.integer(column));
}

std::uint64_t seconds(const sqlite::Statement& row, int column) {
    return static_cast<std::uint64_t>(row.integer(column));
}

LedgerRecord ledger_of(const sqlite::Statement& row) {
    return {
        .sequence = number(row, 0),
        .hash = hash_of(row.bytes(1)),
        .close_time_s = seconds(row, 2),
        .header = copy(row.bytes(3)),
        .close_meta = copy(row.bytes(4)),
    };
}

TransactionRecord transaction_of(const sqlite::Statement& row) {
    return {
        .hash = hash_of(row.bytes(0)),
        .ledger = number(row, 1),
        .application_order = number(row, 2),
        .close_time_s = seconds(row, 3),
        .successful = row.integer(4) != 0,
        .fee_bump = row.integer(5) != 0,
        .envelope = copy(row.bytes(6)),
        .result = copy(row.bytes(7)),
        .meta = copy(row.bytes(8)),
    };
}

EventRecord event_of(const sqlite::Statement& row) {
    return {
        .position = position_of(row.integer(0), number(row, 1)),
        .close_time_s = seconds(row, 2),
        .tx_hash = hash_of(row.bytes(3)),
        .in_successful_call = row.integer(4) != 0,
        .event = copy(row.bytes(5)),
    };
}

constexpr auto select_transactions =
    "SELECT tx.hash, tx.ledger, tx.application_order, ledger.close_time, tx.successful, "
    "tx.fee_bump, tx.envelope, tx.result, tx.meta FROM tx JOIN ledger ON ledger.sequence = "
    "tx.ledger ";

template <class... Values>
Result<std::vector<TransactionRecord>> read_transactions(sqlite::Statement& select,
                                                         const Values&... values) {
    std::vector<TransactionRecord> found;
    TRY(select.bind(values...));
    while (TRY(select.next()))
        found.push_back(transaction_of(select));
    select.reset();
    return found;
}

}  // namespace

Result<std::unique_ptr<Snapshot::Connection>> Snapshot::Connection::open(
    const std::filesystem::path& file) {
    auto database = TRY(sqlite::Database::open(file, {.access = sqlite::Access::read_only}));
    auto latest =
        TRY(database.prepare("SELECT sequence, hash, close_time, header, close_meta FROM ledger "
                             "ORDER BY sequence DESC LIMIT 1"));
    auto oldest =
        TRY(database.prepare("SELECT sequence, close_time FROM ledger ORDER BY sequence LIMIT 1"));
    auto entry = TRY(database.prepare("SELECT entry, live_until FROM entry WHERE key = ?"));
    return std::unique_ptr<Connection>(new Connection{
        .database = std::move(database),
        .select_latest = std::move(latest),
        .select_oldest = std::move(oldest),
        .select_entry = std::move(entry),
        .latest = {},
        .range = {},
    });
}

Result<void> Snapshot::Connection::begin() {
    TRY(database.execute("BEGIN"));
    TRY(select_latest.bind());
    TRY(select_oldest.bind());
    if (!TRY(select_latest.next()) || !TRY(select_oldest.next())) {
        return fail(ErrorCode::corrupt_data, "could not read the ledger: it has no closed ledger");
    }
    latest = ledger_of(select_latest);
    range = {
        .oldest = number(select_oldest, 0),
        .oldest_close_time_s = seconds(select_oldest, 1),
        .latest = latest.sequence,
        .latest_close_time_s = latest.close_time_s,
    };
    select_latest.reset();
    select_oldest.reset();
    return {};
}

Snapshot::Snapshot(std::unique_ptr<Connection> connection,
                   std::function<void(std::unique_ptr<Connection>)> give_back)
    : connection_(std::move(connection)), give_back_(std::move(give_back)) {}

Snapshot::~Snapshot() {
    // A connection that can't end its transaction is closed instead of pooled.
    connection_->select_entry.reset();
    if (connection_->database.execute("ROLLBACK")) give_back_(std::move(connection_));
}

Result<std::optional<host::StoredEntry>> Snapshot::get(BytesView ledger_key) {
    auto& select = connection_->select_entry;
    TRY(select.bind(ledger_key));
    if (!TRY(select.next())) return std::nullopt;
    host::StoredEntry entry{.entry = copy(select.bytes(0)), .live_until_ledger = {}};
    if (!select.is_null(1)) entry.live_until_ledger = number(select, 1);
    select.reset();
    return entry;
}

const LedgerRecord& Snapshot::latest() const { return connection_->latest; }

const LedgerRange& Snapshot::range() const { return connection_->range; }

Result<std::vector<LedgerRecord>> Snapshot::ledgers(std::uint32_t first, std::uint32_t limit) {
    auto select = TRY(connection_->database.prepare(
        "SELECT sequence, hash, close_time, header, close_meta FROM ledger WHERE sequence >= ? "
        "ORDER BY sequence LIMIT ?"));
    TRY(select.bind(first, limit));
    std::vector<LedgerRecord> found;
    while (TRY(select.next()))
        found.push_back(ledger_of(select));
    return found;
}

Result<std::optional<TransactionRecord>> Snapshot::transaction(const Hash& hash) {
    auto select =
        TRY(connection_->database.prepare(std::string(select_transactions) +
                                          "WHERE tx.hash IN (?, (SELECT hash FROM inner_tx WHERE "
                                          "inner_hash = ?))"));
    auto found = TRY(read_transactions(select, hash, hash));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

Result<std::vector<TransactionRecord>> Snapshot::transactions(std::uint32_t ledger,
                                                              std::uint32_t application_order,
                                                              std::uint32_t limit) {
    auto select =
        TRY(connection_->database.prepare(std::string(select_transactions) +
                                          "WHERE (tx.ledger, tx.application_order) >= (?, ?) "
                                          "ORDER BY tx.ledger, tx.application_order LIMIT ?"));
    return read_transactions(select, ledger, application_order, limit);
}

Result<std::vector<TransactionRecord>> Snapshot::transactions_of(BytesView account,
                                                                 std::uint32_t limit) {
    auto select = TRY(connection_->database.prepare(
        std::string(select_transactions) +
        "JOIN account_tx ON account_tx.ledger = tx.ledger AND "
        "account_tx.application_order = tx.application_order WHERE account_tx.account = ? "
        "ORDER BY account_tx.ledger DESC, account_tx.application_order DESC LIMIT ?"));
    return read_transactions(select, account, limit);
}

Result<void> Snapshot::events(const EventQuery& query,
                              const std::function<bool(EventRecord)>& visit) {
    std::string sql =
        "SELECT position, number, close_time, tx_hash, successful, event FROM event "
        "WHERE (position, number) >= (?, ?) AND position < ?";
    std::string among;
    for (const auto& contract : query.contracts) {
        among += fmt::format("{}x'{}'", among.empty() ? "" : ",", to_hex(contract));
    }
    if (!among.empty()) sql += fmt::format(" AND contract IN ({})", among);
    auto select = TRY(connection_->database.prepare(sql + " ORDER BY position, number"));
    TRY(select.bind(toid_of(query.first), query.first.event,
                    toid_of({.ledger = query.end_ledger})));
    while (TRY(select.next())) {
        if (!visit(event_of(select))) break;
    }
    return {};
}

Result<std::vector<InclusionFee>> Snapshot::inclusion_fees(std::uint32_t ledgers) {
    auto select = TRY(
        connection_->database.prepare("SELECT soroban, inclusion_fee FROM tx WHERE ledger > ?"));
    TRY(select.bind(std::int64_t{latest().sequence} - ledgers));
    std::vector<InclusionFee> fees;
    while (TRY(select.next())) {
        fees.push_back({.soroban = select.integer(0) != 0, .stroops = select.integer(1)});
    }
    return fees;
}

}  // namespace carrot::ledger
