// The answers of Stellar RPC as they are on the wire, in the protocol's own names. XDR, hashes and
// numbers written as text are decoded on the way in.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "http/json.hpp"
#include "stellar/hash.hpp"
#include "xdr/ledger.hpp"
#include "xdr/ledger_entries.hpp"
#include "xdr/transaction.hpp"

namespace carrot::stellar::detail {

/// Base64 XDR.
template <class T>
struct XdrText {
    T value;
};

/// A whole number, as a JSON number or as its decimal text: the methods differ.
struct NumberText {
    std::uint64_t value = 0;
};

/// 64 hex digits.
struct HashText {
    Hash value{};
};

Result<NumberText> decode_number(const http::json::value& value);
Result<HashText> decode_hash(const http::json::value& value);
Result<std::string_view> decode_text(const http::json::value& value);

struct WireHealth {
    using json_names = http::CamelCase;
    std::string status;
    std::uint32_t latest_ledger = 0;
    std::uint32_t oldest_ledger = 0;
    std::uint32_t ledger_retention_window = 0;
};
BOOST_DESCRIBE_STRUCT(WireHealth, (),
                      (status, latest_ledger, oldest_ledger, ledger_retention_window))

struct WireNetwork {
    using json_names = http::CamelCase;
    std::optional<std::string> friendbot_url;
    std::string passphrase;
    NumberText protocol_version;
};
BOOST_DESCRIBE_STRUCT(WireNetwork, (), (friendbot_url, passphrase, protocol_version))

struct WireVersion {
    using json_names = http::CamelCase;
    std::string version;
    std::string commit_hash;
    NumberText protocol_version;
};
BOOST_DESCRIBE_STRUCT(WireVersion, (), (version, commit_hash, protocol_version))

struct WireLatestLedger {
    using json_names = http::CamelCase;
    std::string id;
    NumberText protocol_version;
    std::uint32_t sequence = 0;
    std::optional<NumberText> close_time;
};
BOOST_DESCRIBE_STRUCT(WireLatestLedger, (), (id, protocol_version, sequence, close_time))

struct WireLedgerEntry {
    using json_names = http::CamelCase;
    XdrText<xdr::LedgerKey> key;
    XdrText<xdr::LedgerEntryData> xdr;
    std::uint32_t last_modified_ledger_seq = 0;
    std::optional<std::uint32_t> live_until_ledger_seq;
};
BOOST_DESCRIBE_STRUCT(WireLedgerEntry, (),
                      (key, xdr, last_modified_ledger_seq, live_until_ledger_seq))

struct WireLedgerEntries {
    using json_names = http::CamelCase;
    std::optional<std::vector<WireLedgerEntry>> entries;
    std::uint32_t latest_ledger = 0;
};
BOOST_DESCRIBE_STRUCT(WireLedgerEntries, (), (entries, latest_ledger))

struct WireInvocationResult {
    using json_names = http::CamelCase;
    std::optional<std::vector<XdrText<xdr::SorobanAuthorizationEntry>>> auth;
    XdrText<xdr::ScVal> xdr;
};
BOOST_DESCRIBE_STRUCT(WireInvocationResult, (), (auth, xdr))

struct WireRestorePreamble {
    using json_names = http::CamelCase;
    XdrText<xdr::SorobanTransactionData> transaction_data;
    NumberText min_resource_fee;
};
BOOST_DESCRIBE_STRUCT(WireRestorePreamble, (), (transaction_data, min_resource_fee))

struct WireSimulation {
    using json_names = http::CamelCase;
    std::optional<std::string> error;
    std::optional<XdrText<xdr::SorobanTransactionData>> transaction_data;
    std::optional<NumberText> min_resource_fee;
    std::optional<std::vector<XdrText<xdr::DiagnosticEvent>>> events;
    std::optional<std::vector<WireInvocationResult>> results;
    std::optional<WireRestorePreamble> restore_preamble;
    std::uint32_t latest_ledger = 0;
};
BOOST_DESCRIBE_STRUCT(WireSimulation, (),
                      (error, transaction_data, min_resource_fee, events, results, restore_preamble,
                       latest_ledger))

struct WireSendResult {
    using json_names = http::CamelCase;
    std::string status;
    HashText hash;
    std::uint32_t latest_ledger = 0;
    std::optional<XdrText<xdr::TransactionResult>> error_result_xdr;
    std::optional<std::vector<XdrText<xdr::DiagnosticEvent>>> diagnostic_events_xdr;
};
BOOST_DESCRIBE_STRUCT(WireSendResult, (),
                      (status, hash, latest_ledger, error_result_xdr, diagnostic_events_xdr))

struct WireTransactionEvents {
    using json_names = http::CamelCase;
    std::optional<std::vector<XdrText<xdr::DiagnosticEvent>>> diagnostic_events_xdr;
};
BOOST_DESCRIBE_STRUCT(WireTransactionEvents, (), (diagnostic_events_xdr))

struct WireTransaction {
    using json_names = http::CamelCase;
    std::string status;
    std::optional<HashText> tx_hash;
    std::optional<std::uint32_t> latest_ledger;
    std::optional<NumberText> latest_ledger_close_time;
    std::optional<std::uint32_t> oldest_ledger;
    std::optional<std::uint32_t> ledger;
    std::optional<NumberText> created_at;
    std::optional<std::uint32_t> application_order;
    std::optional<XdrText<xdr::TransactionEnvelope>> envelope_xdr;
    std::optional<XdrText<xdr::TransactionResult>> result_xdr;
    std::optional<XdrText<xdr::TransactionMeta>> result_meta_xdr;
    std::optional<std::vector<XdrText<xdr::DiagnosticEvent>>> diagnostic_events_xdr;
    std::optional<WireTransactionEvents> events;
};
BOOST_DESCRIBE_STRUCT(WireTransaction, (),
                      (status, tx_hash, latest_ledger, latest_ledger_close_time, oldest_ledger,
                       ledger, created_at, application_order, envelope_xdr, result_xdr,
                       result_meta_xdr, diagnostic_events_xdr, events))

struct WireTransactions {
    using json_names = http::CamelCase;
    std::vector<WireTransaction> transactions;
    std::uint32_t latest_ledger = 0;
    std::string cursor;
};
BOOST_DESCRIBE_STRUCT(WireTransactions, (), (transactions, latest_ledger, cursor))

struct WireEvent {
    using json_names = http::CamelCase;
    std::string id;
    std::uint32_t ledger = 0;
    std::string ledger_closed_at;
    std::optional<std::string> contract_id;
    HashText tx_hash;
    std::optional<std::vector<XdrText<xdr::ScVal>>> topic;
    XdrText<xdr::ScVal> value;
};
BOOST_DESCRIBE_STRUCT(WireEvent, (),
                      (id, ledger, ledger_closed_at, contract_id, tx_hash, topic, value))

struct WireEvents {
    using json_names = http::CamelCase;
    std::vector<WireEvent> events;
    std::string cursor;
    std::uint32_t latest_ledger = 0;
    std::optional<std::uint32_t> oldest_ledger;
};
BOOST_DESCRIBE_STRUCT(WireEvents, (), (events, cursor, latest_ledger, oldest_ledger))

struct WireFees {
    NumberText min, max, mode, p50, p90, p99;
};
BOOST_DESCRIBE_STRUCT(WireFees, (), (min, max, mode, p50, p90, p99))

struct WireFeeStats {
    using json_names = http::CamelCase;
    WireFees soroban_inclusion_fee;
    WireFees inclusion_fee;
    std::uint32_t latest_ledger = 0;
};
BOOST_DESCRIBE_STRUCT(WireFeeStats, (), (soroban_inclusion_fee, inclusion_fee, latest_ledger))

}  // namespace carrot::stellar::detail

namespace carrot::http {

template <class T>
struct JsonCodec<stellar::detail::XdrText<T>> {
    static json::value encode(const stellar::detail::XdrText<T>& text) {
        return json::string(xdr::encode_base64(text.value).value_or(""));
    }
    static Result<stellar::detail::XdrText<T>> decode(const json::value& value) {
        auto text = stellar::detail::decode_text(value);
        if (!text) return std::unexpected(std::move(text.error()));
        auto decoded = xdr::decode_base64<T>(*text);
        if (!decoded) return std::unexpected(std::move(decoded.error()));
        return stellar::detail::XdrText<T>{*std::move(decoded)};
    }
};

template <>
struct JsonCodec<stellar::detail::NumberText> {
    static json::value encode(const stellar::detail::NumberText& number) { return number.value; }
    static Result<stellar::detail::NumberText> decode(const json::value& value) {
        return stellar::detail::decode_number(value);
    }
};

template <>
struct JsonCodec<stellar::detail::HashText> {
    static json::value encode(const stellar::detail::HashText& hash);
    static Result<stellar::detail::HashText> decode(const json::value& value) {
        return stellar::detail::decode_hash(value);
    }
};

}  // namespace carrot::http
