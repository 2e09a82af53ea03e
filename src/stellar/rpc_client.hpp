// The client of Stellar RPC (JSON-RPC 2.0): one function a method, XDR already decoded.
//
// Errors: unavailable (no connection, server error, a server that stays busy or whose ledgers are
// older than those it told of before), timed_out, cancelled, invalid_argument (the server refused
// the parameters), corrupt_data (an answer that does not fit). They name the method and the server.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "http/client.hpp"
#include "stellar/address.hpp"
#include "stellar/hash.hpp"
#include "xdr/ledger.hpp"
#include "xdr/ledger_entries.hpp"
#include "xdr/transaction.hpp"

namespace carrot::stellar {

/// The most keys that one getLedgerEntries takes.
inline constexpr std::size_t max_ledger_keys = 200;

struct Health {
    std::string status{};  ///< "healthy"
    std::uint32_t latest_ledger = 0;
    std::uint32_t oldest_ledger = 0;
    std::uint32_t ledger_retention_window = 0;
};

struct NetworkDetails {
    std::optional<std::string> friendbot_url{};
    std::string passphrase{};
    std::uint32_t protocol_version = 0;
};

struct VersionDetails {
    std::string version{};
    std::string commit_hash{};
    std::uint32_t protocol_version = 0;
};

struct LatestLedger {
    std::string id{};  ///< the ledger's hash, hex
    std::uint32_t protocol_version = 0;
    std::uint32_t sequence = 0;
    std::optional<std::uint64_t> close_time{};  ///< Unix seconds; older servers leave it out
};

struct LedgerEntryResult {
    xdr::LedgerKey key{};
    xdr::LedgerEntryData entry{};
    std::uint32_t last_modified_ledger = 0;
    std::optional<std::uint32_t> live_until_ledger{};  ///< contract data and code only
};

struct LedgerEntries {
    std::vector<LedgerEntryResult> entries{};  ///< those that exist, in any order
    std::uint32_t latest_ledger = 0;
};

enum class AuthorizationMode { enforce, record, record_allow_nonroot };

struct SimulateOptions {
    /// Unset: record when the operation has no entries, else enforce (the server's own choice).
    std::optional<AuthorizationMode> authorization{};
    /// Instructions added to what simulation used.
    std::optional<std::uint64_t> instruction_leeway{};
};

struct RestorePreamble {
    xdr::SorobanTransactionData transaction_data{};
    std::int64_t min_resource_fee = 0;
};

struct Simulation {
    /// Why the call fails; then the rest but `events` is empty.
    std::optional<std::string> error{};
    xdr::SorobanTransactionData transaction_data{};
    std::int64_t min_resource_fee = 0;
    std::vector<xdr::SorobanAuthorizationEntry> authorizations{};
    std::optional<xdr::ScVal> return_value{};
    std::vector<xdr::DiagnosticEvent> events{};
    /// Archived entries must be restored by a transaction of their own first.
    std::optional<RestorePreamble> restore{};
    std::uint32_t latest_ledger = 0;
};

enum class SendStatus { pending, duplicate, try_again_later, error };

struct SendResult {
    SendStatus status = SendStatus::error;
    Hash hash{};
    std::uint32_t latest_ledger = 0;
    std::optional<xdr::TransactionResult> error_result{};
    std::vector<xdr::DiagnosticEvent> diagnostic_events{};
};

enum class TransactionStatus { not_found, success, failed };

struct TransactionRecord {
    TransactionStatus status = TransactionStatus::not_found;
    Hash hash{};
    std::uint32_t latest_ledger = 0;
    std::uint64_t latest_ledger_close_time = 0;  ///< Unix seconds
    std::uint32_t oldest_ledger = 0;
    /// The rest only when it was found.
    std::uint32_t ledger = 0;
    std::uint64_t created_at = 0;  ///< close time of its ledger, Unix seconds
    std::uint32_t application_order = 0;
    std::optional<xdr::TransactionEnvelope> envelope{};
    std::optional<xdr::TransactionResult> result{};
    std::optional<xdr::TransactionMeta> meta{};
    std::vector<xdr::DiagnosticEvent> diagnostic_events{};
};

struct Pagination {
    std::optional<std::string> cursor{};
    std::optional<std::uint32_t> limit{};
};

struct TransactionPage {
    std::vector<TransactionRecord> transactions{};
    std::uint32_t latest_ledger = 0;
    std::string cursor{};
};

/// Which events: at most 5 contracts and 5 topic patterns. A pattern's segments are base64 ScVals,
/// "*" for any one, "**" at the end for any rest: see topic_segment().
struct EventFilter {
    std::vector<ContractId> contracts{};
    std::vector<std::vector<std::string>> topics{};
};

/// A topic's value as an EventFilter segment.
Result<std::string> topic_segment(const xdr::ScVal& value);

struct EventQuery {
    /// Give one of both: where to start, or the cursor of the page before.
    std::optional<std::uint32_t> start_ledger{};
    std::optional<std::string> cursor{};
    std::optional<std::uint32_t> end_ledger{};  ///< exclusive
    std::vector<EventFilter> filters{};         ///< any of at most 5
    std::optional<std::uint32_t> limit{};       ///< the server's default is 100, its maximum 10,000
};

struct Event {
    std::string id{};  ///< sorts as the events happened; also a cursor
    std::uint32_t ledger = 0;
    std::string ledger_closed_at{};  ///< RFC 3339
    std::optional<ContractId> contract{};
    Hash transaction_hash{};
    std::vector<xdr::ScVal> topics{};
    xdr::ScVal value{};
};

struct EventPage {
    std::vector<Event> events{};
    std::string cursor{};
    std::uint32_t latest_ledger = 0;
    std::uint32_t oldest_ledger = 0;
};

struct FeeDistribution {
    std::uint64_t min = 0, max = 0, mode = 0, p50 = 0, p90 = 0, p99 = 0;  ///< stroops
};

struct FeeStats {
    FeeDistribution soroban_inclusion_fee;
    FeeDistribution inclusion_fee;
    std::uint32_t latest_ledger = 0;
};

/// An account as the ledger has it.
struct Account {
    AccountId id{};
    std::int64_t sequence = 0;
    std::int64_t balance_stroops = 0;
};

struct RpcOptions {
    std::chrono::milliseconds timeout{30'000};  ///< for the answer to one request
    /// In all, for a server that answers 429 or 503: then a call is unavailable. Until the time
    /// that the server asked for, five minutes at most, other calls don't disturb it.
    std::chrono::milliseconds busy_patience{30'000};
    Clock* clock = &system_clock();
    http::Headers headers{};  ///< with every request, for example an API key
};

/// Thread-safe as the HTTP client is. Waits end early with ErrorCode::cancelled when `stop` is
/// requested.
class RpcClient {
public:
    /// `client` outlives this object.
    RpcClient(http::Client& client, http::Url url, RpcOptions options = {});

    Result<Health> health(std::stop_token stop = {});
    Result<NetworkDetails> network(std::stop_token stop = {});
    /// The network's passphrase, fetched once.
    Result<std::string> passphrase(std::stop_token stop = {});
    Result<VersionDetails> version(std::stop_token stop = {});
    Result<LatestLedger> latest_ledger(std::stop_token stop = {});
    /// At most max_ledger_keys.
    Result<LedgerEntries> ledger_entries(const std::vector<xdr::LedgerKey>& keys,
                                         std::stop_token stop = {});
    Result<Simulation> simulate(const xdr::TransactionEnvelope& transaction,
                                const SimulateOptions& options = {}, std::stop_token stop = {});
    Result<SendResult> send(const xdr::TransactionEnvelope& transaction, std::stop_token stop = {});
    Result<TransactionRecord> transaction(const Hash& hash, std::stop_token stop = {});
    Result<TransactionPage> transactions(std::optional<std::uint32_t> start_ledger,
                                         const Pagination& pagination = {},
                                         std::stop_token stop = {});
    Result<EventPage> events(const EventQuery& query, std::stop_token stop = {});
    Result<FeeStats> fee_stats(std::stop_token stop = {});

    /// The account, through ledger_entries; not_found when it does not exist.
    Result<Account> account(const AccountId& id, std::stop_token stop = {});

    /// Asks the network's friendbot (from getNetwork, else /friendbot at the RPC's origin) to fund
    /// an account. An account that is funded already is a success. failed_precondition on networks
    /// without friendbot.
    Result<void> fund(const AccountId& account, std::stop_token stop = {});

    const http::Url& url() const { return url_; }

private:
    struct Call;
    struct Memory;  ///< what the server said before

    http::Client& client_;
    http::Url url_;
    RpcOptions options_;
    std::shared_ptr<Memory> memory_;
};

}  // namespace carrot::stellar
