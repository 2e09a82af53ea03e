#include "stellar/rpc_client.hpp"

#include <atomic>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <mutex>

#include "base/encoding.hpp"
#include "http/json_rpc.hpp"
#include "stellar/detail/freshness.hpp"
#include "stellar/detail/rpc_wire.hpp"

namespace carrot::stellar {

namespace {

namespace json = boost::json;
using namespace detail;

template <class T>
std::vector<T> unwrap(std::optional<std::vector<XdrText<T>>> texts) {
    std::vector<T> values;
    if (!texts) return values;
    values.reserve(texts->size());
    for (auto& text : *texts)
        values.push_back(std::move(text.value));
    return values;
}

template <class T>
std::optional<T> unwrap(std::optional<XdrText<T>> text) {
    if (!text) return std::nullopt;
    return std::move(text->value);
}

std::uint64_t number_or_zero(const std::optional<NumberText>& number) {
    return number ? number->value : 0;
}

std::int64_t stroops(const NumberText& number) { return static_cast<std::int64_t>(number.value); }

json::object pagination_of(const std::optional<std::string>& cursor,
                           const std::optional<std::uint32_t>& limit) {
    json::object pagination;
    if (cursor) pagination["cursor"] = *cursor;
    if (limit) pagination["limit"] = *limit;
    return pagination;
}

std::string_view name_of(AuthorizationMode mode) {
    switch (mode) {
        case AuthorizationMode::enforce:
            return "enforce";
        case AuthorizationMode::record:
            return "record";
        case AuthorizationMode::record_allow_nonroot:
            return "record_allow_nonroot";
    }
    return "record";
}

Result<SendStatus> send_status_from(std::string_view text) {
    if (text == "PENDING") return SendStatus::pending;
    if (text == "DUPLICATE") return SendStatus::duplicate;
    if (text == "TRY_AGAIN_LATER") return SendStatus::try_again_later;
    if (text == "ERROR") return SendStatus::error;
    return fail(ErrorCode::corrupt_data, "sendTransaction: unknown status '{}'", text);
}

Result<TransactionStatus> transaction_status_from(std::string_view text) {
    if (text == "NOT_FOUND") return TransactionStatus::not_found;
    if (text == "SUCCESS") return TransactionStatus::success;
    if (text == "FAILED") return TransactionStatus::failed;
    return fail(ErrorCode::corrupt_data, "getTransaction: unknown status '{}'", text);
}

Result<TransactionRecord> record_from(WireTransaction wire) {
    TransactionRecord record;
    record.status = TRY(transaction_status_from(wire.status));
    if (wire.tx_hash) record.hash = wire.tx_hash->value;
    record.latest_ledger = wire.latest_ledger.value_or(0);
    record.latest_ledger_close_time = number_or_zero(wire.latest_ledger_close_time);
    record.oldest_ledger = wire.oldest_ledger.value_or(0);
    record.ledger = wire.ledger.value_or(0);
    record.created_at = number_or_zero(wire.created_at);
    record.application_order = wire.application_order.value_or(0);
    record.envelope = unwrap(std::move(wire.envelope_xdr));
    record.result = unwrap(std::move(wire.result_xdr));
    record.meta = unwrap(std::move(wire.result_meta_xdr));
    auto& events = wire.events && wire.events->diagnostic_events_xdr
                       ? wire.events->diagnostic_events_xdr
                       : wire.diagnostic_events_xdr;
    record.diagnostic_events = unwrap(std::move(events));
    return record;
}

Result<Event> event_from(WireEvent wire) {
    Event event{.id = std::move(wire.id),
                .ledger = wire.ledger,
                .ledger_closed_at = std::move(wire.ledger_closed_at),
                .transaction_hash = wire.tx_hash.value,
                .topics = unwrap(std::move(wire.topic)),
                .value = std::move(wire.value.value)};
    if (wire.contract_id && !wire.contract_id->empty()) {
        event.contract = TRY(ContractId::parse(*wire.contract_id));
    }
    return event;
}

Simulation simulation_from(WireSimulation wire) {
    Simulation simulation{.error = std::move(wire.error),
                          .events = unwrap(std::move(wire.events)),
                          .latest_ledger = wire.latest_ledger};
    if (wire.transaction_data) {
        simulation.transaction_data = std::move(wire.transaction_data->value);
    }
    if (wire.min_resource_fee) simulation.min_resource_fee = stroops(*wire.min_resource_fee);
    if (wire.results && !wire.results->empty()) {
        auto& result = wire.results->front();
        simulation.authorizations = unwrap(std::move(result.auth));
        simulation.return_value = std::move(result.xdr.value);
    }
    if (wire.restore_preamble) {
        simulation.restore =
            RestorePreamble{std::move(wire.restore_preamble->transaction_data.value),
                            stroops(wire.restore_preamble->min_resource_fee)};
    }
    return simulation;
}

json::object filter_json(const EventFilter& filter) {
    json::object object{{"type", "contract"}};
    json::array contracts;
    for (const ContractId& contract : filter.contracts)
        contracts.emplace_back(contract.to_string());
    if (!contracts.empty()) object["contractIds"] = std::move(contracts);
    json::array topics;
    for (const auto& pattern : filter.topics)
        topics.emplace_back(json::array(pattern.begin(), pattern.end()));
    if (!topics.empty()) object["topics"] = std::move(topics);
    return object;
}

FeeDistribution distribution_from(const WireFees& fees) {
    return {.min = fees.min.value,
            .max = fees.max.value,
            .mode = fees.mode.value,
            .p50 = fees.p50.value,
            .p90 = fees.p90.value,
            .p99 = fees.p99.value};
}

}  // namespace

struct RpcClient::Memory {
    Freshness freshness;
    std::atomic<std::int64_t> busy_until_ms = 0;
    std::mutex mutex;
    std::optional<std::string> passphrase;
};

/// One method call, with its answer in the wire's shape.
struct RpcClient::Call {
    RpcClient& rpc;
    std::string_view method;
    std::stop_token stop;
    /// When the call was made.
    std::uint32_t highest_ledger = rpc.memory_->freshness.highest();

    Result<json::value> send(const json::value& params) {
        http::JsonRpcClient client(
            rpc.client_, rpc.url_, rpc.options_.headers,
            {rpc.options_.busy_patience, rpc.options_.clock, &rpc.memory_->busy_until_ms});
        return client.call(method, params, {.timeout = rpc.options_.timeout, .stop = stop});
    }

    std::string context() const { return fmt::format("{} at {}", method, rpc.url_.authority()); }

    template <class Wire>
    Result<Wire> get(const json::value& params = nullptr) {
        const json::value answer = TRY(with_context(send(params), context()));
        auto wire = http::from_json<Wire>(answer);
        if (!wire) wire.error().code = ErrorCode::corrupt_data;
        if (wire) TRY(with_context(check_fresh(*wire), context()));
        return with_context(std::move(wire), context());
    }

    template <class Wire>
    Result<void> check_fresh(const Wire& wire) {
        if constexpr (requires { wire.latest_ledger; }) return check_ledger(wire.latest_ledger);
        return {};
    }

    Result<void> check_ledger(std::optional<std::uint32_t> ledger) {
        auto& freshness = rpc.memory_->freshness;
        const auto now = rpc.options_.clock->since_boot();
        if (!ledger || freshness.accept(*ledger, highest_ledger, now)) return {};
        return fail(ErrorCode::unavailable,
                    "the answer is of ledger {}, but ledger {} was told of before: a node lags "
                    "behind, try again",
                    *ledger, highest_ledger);
    }
};

RpcClient::RpcClient(http::Client& client, http::Url url, RpcOptions options)
    : client_(client),
      url_(std::move(url)),
      options_(std::move(options)),
      memory_(std::make_shared<Memory>()) {}

Result<Health> RpcClient::health(std::stop_token stop) {
    auto wire = TRY(Call(*this, "getHealth", stop).get<WireHealth>());
    return Health{std::move(wire.status), wire.latest_ledger, wire.oldest_ledger,
                  wire.ledger_retention_window};
}

Result<NetworkDetails> RpcClient::network(std::stop_token stop) {
    auto wire = TRY(Call(*this, "getNetwork", stop).get<WireNetwork>());
    if (wire.friendbot_url && wire.friendbot_url->empty()) wire.friendbot_url.reset();
    {
        const std::lock_guard lock(memory_->mutex);
        memory_->passphrase = wire.passphrase;
    }
    return NetworkDetails{std::move(wire.friendbot_url), std::move(wire.passphrase),
                          static_cast<std::uint32_t>(wire.protocol_version.value)};
}

Result<std::string> RpcClient::passphrase(std::stop_token stop) {
    {
        const std::lock_guard lock(memory_->mutex);
        if (memory_->passphrase) return *memory_->passphrase;
    }
    auto details = TRY(network(std::move(stop)));
    return std::move(details.passphrase);
}

Result<VersionDetails> RpcClient::version(std::stop_token stop) {
    auto wire = TRY(Call(*this, "getVersionInfo", stop).get<WireVersion>());
    return VersionDetails{std::move(wire.version), std::move(wire.commit_hash),
                          static_cast<std::uint32_t>(wire.protocol_version.value)};
}

Result<LatestLedger> RpcClient::latest_ledger(std::stop_token stop) {
    Call call(*this, "getLatestLedger", stop);
    auto wire = TRY(call.get<WireLatestLedger>());
    TRY(with_context(call.check_ledger(wire.sequence), call.context()));
    LatestLedger latest{.id = std::move(wire.id),
                        .protocol_version = static_cast<std::uint32_t>(wire.protocol_version.value),
                        .sequence = wire.sequence,
                        .close_time = std::nullopt};
    if (wire.close_time) latest.close_time = wire.close_time->value;
    return latest;
}

Result<LedgerEntries> RpcClient::ledger_entries(const std::vector<xdr::LedgerKey>& keys,
                                                std::stop_token stop) {
    if (keys.size() > max_ledger_keys) {
        return fail(ErrorCode::invalid_argument, "getLedgerEntries: {} keys, at most {}",
                    keys.size(), max_ledger_keys);
    }
    json::array texts;
    for (const xdr::LedgerKey& key : keys)
        texts.emplace_back(TRY(xdr::encode_base64(key)));
    auto wire = TRY(Call(*this, "getLedgerEntries", stop)
                        .get<WireLedgerEntries>(json::object{{"keys", std::move(texts)}}));
    LedgerEntries result{.entries = {}, .latest_ledger = wire.latest_ledger};
    for (auto& entry : wire.entries.value_or(std::vector<WireLedgerEntry>{})) {
        result.entries.push_back({.key = std::move(entry.key.value),
                                  .entry = std::move(entry.xdr.value),
                                  .last_modified_ledger = entry.last_modified_ledger_seq,
                                  .live_until_ledger = entry.live_until_ledger_seq});
    }
    return result;
}

Result<Simulation> RpcClient::simulate(const xdr::TransactionEnvelope& transaction,
                                       const SimulateOptions& options, std::stop_token stop) {
    json::object params{{"transaction", TRY(xdr::encode_base64(transaction))}};
    if (options.authorization) params["authMode"] = name_of(*options.authorization);
    if (options.instruction_leeway) {
        params["resourceConfig"] = json::object{{"instructionLeeway", *options.instruction_leeway}};
    }
    auto wire = TRY(Call(*this, "simulateTransaction", stop).get<WireSimulation>(params));
    return simulation_from(std::move(wire));
}

Result<SendResult> RpcClient::send(const xdr::TransactionEnvelope& transaction,
                                   std::stop_token stop) {
    const json::object params{{"transaction", TRY(xdr::encode_base64(transaction))}};
    auto wire = TRY(Call(*this, "sendTransaction", stop).get<WireSendResult>(params));
    return SendResult {
        .status = TRY(send_status_from(wire.status))
        , .hash = wire.hash.value, .latest_ledger = wire.latest_ledger,
            .error_result = unwrap(std::move(wire.error_result_xdr)),
            .diagnostic_events = unwrap(std::move(wire.diagnostic_events_xdr))
    };
}

Result<TransactionRecord> RpcClient::transaction(const Hash& hash, std::stop_token stop) {
    const json::object params{{"hash", to_hex(hash)}};
    auto wire = TRY(Call(*this, "getTransaction", stop).get<WireTransaction>(params));
    auto record = TRY(record_from(std::move(wire)));
    record.hash = hash;
    return record;
}

Result<TransactionPage> RpcClient::transactions(std::optional<std::uint32_t> start_ledger,
                                                const Pagination& pagination,
                                                std::stop_token stop) {
    json::object params{{"pagination", pagination_of(pagination.cursor, pagination.limit)}};
    if (start_ledger) params["startLedger"] = *start_ledger;
    auto wire = TRY(Call(*this, "getTransactions", stop).get<WireTransactions>(params));
    TransactionPage page{
        .transactions = {}, .latest_ledger = wire.latest_ledger, .cursor = std::move(wire.cursor)};
    for (auto& transaction : wire.transactions)
        page.transactions.push_back(TRY(record_from(std::move(transaction))));
    return page;
}

Result<std::string> topic_segment(const xdr::ScVal& value) { return xdr::encode_base64(value); }

Result<EventPage> RpcClient::events(const EventQuery& query, std::stop_token stop) {
    json::object params{{"pagination", pagination_of(query.cursor, query.limit)}};
    if (query.start_ledger) params["startLedger"] = *query.start_ledger;
    if (query.end_ledger) params["endLedger"] = *query.end_ledger;
    json::array filters;
    for (const EventFilter& filter : query.filters)
        filters.emplace_back(filter_json(filter));
    if (!filters.empty()) params["filters"] = std::move(filters);

    auto wire = TRY(Call(*this, "getEvents", stop).get<WireEvents>(params));
    EventPage page{.events = {},
                   .cursor = std::move(wire.cursor),
                   .latest_ledger = wire.latest_ledger,
                   .oldest_ledger = wire.oldest_ledger.value_or(0)};
    for (auto& event : wire.events)
        page.events.push_back(TRY(event_from(std::move(event))));
    return page;
}

Result<FeeStats> RpcClient::fee_stats(std::stop_token stop) {
    const auto wire = TRY(Call(*this, "getFeeStats", stop).get<WireFeeStats>());
    return FeeStats{distribution_from(wire.soroban_inclusion_fee),
                    distribution_from(wire.inclusion_fee), wire.latest_ledger};
}

Result<Account> RpcClient::account(const AccountId& id, std::stop_token stop) {
    const auto key = xdr::LedgerKey::account({.account_id = id.to_xdr()});
    const auto found = TRY(ledger_entries({key}, stop));
    const auto* entry = found.entries.empty() ? nullptr : found.entries[0].entry.if_account();
    if (entry == nullptr) {
        return fail(ErrorCode::not_found,
                    "account {} does not exist on this network: fund it first", id);
    }
    return Account{.id = id, .sequence = entry->seq_num, .balance_stroops = entry->balance};
}

}  // namespace carrot::stellar
