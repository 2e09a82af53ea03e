// sendTransaction, getTransaction, getTransactions.
#include <algorithm>

#include "network/detail/rpc.hpp"
#include "network/detail/rpc_params.hpp"
#include "xdr/ledger.hpp"
#include "xdr/transaction.hpp"

namespace carrot::network {
namespace {

namespace json = http::json;

struct SendParams {
    using json_names = http::CamelCase;

    std::string transaction{};
    std::optional<std::string> xdr_format{};
};
BOOST_DESCRIBE_STRUCT(SendParams, (), (transaction, xdr_format))

struct GetTransactionParams {
    using json_names = http::CamelCase;

    std::string hash{};
    std::optional<std::string> xdr_format{};
};
BOOST_DESCRIBE_STRUCT(GetTransactionParams, (), (hash, xdr_format))

struct GetTransactionsParams {
    using json_names = http::CamelCase;

    std::optional<std::uint32_t> start_ledger{};
    std::optional<Pagination> pagination{};
    std::optional<std::string> xdr_format{};
};
BOOST_DESCRIBE_STRUCT(GetTransactionsParams, (), (start_ledger, pagination, xdr_format))

std::string_view name_of(ledger::SubmissionStatus status) {
    switch (status) {
        case ledger::SubmissionStatus::pending:
            return "PENDING";
        case ledger::SubmissionStatus::duplicate:
            return "DUPLICATE";
        case ledger::SubmissionStatus::try_again_later:
            return "TRY_AGAIN_LATER";
        case ledger::SubmissionStatus::error:
            return "ERROR";
    }
    return "ERROR";
}

template <class T>
Result<json::array> encoded(const std::vector<T>& values) {
    json::array array;
    for (const auto& value : values) {
        auto text = TRY(xdr::encode_base64(value));
        array.push_back(json::value(std::move(text)));
    }
    return array;
}

// What both methods tell of a transaction.
Result<json::object> transaction_json(const ledger::TransactionRecord& record) {
    const auto meta = TRY(xdr::decode<xdr::TransactionMeta>(record.meta));
    const auto& v4 = meta.v4();
    json::array contract_events;
    for (const auto& operation : v4.operations) {
        contract_events.push_back(TRY(encoded(operation.events)));
    }
    auto diagnostics = TRY(encoded(v4.diagnostic_events));
    auto transaction_events = TRY(encoded(v4.events));
    return json::object{
        {"status", record.successful ? "SUCCESS" : "FAILED"},
        {"txHash", to_hex(record.hash)},
        {"applicationOrder", record.application_order},
        {"feeBump", record.fee_bump},
        {"envelopeXdr", to_base64(record.envelope)},
        {"resultXdr", to_base64(record.result)},
        {"resultMetaXdr", to_base64(record.meta)},
        {"diagnosticEventsXdr", std::move(diagnostics)},
        {"events",
         {{"transactionEventsXdr", std::move(transaction_events)},
          {"contractEventsXdr", std::move(contract_events)}}},
        {"ledger", record.ledger},
    };
}

Result<ledger::Hash> parse_hash(const std::string& text) {
    const auto bytes = from_hex(text);
    ledger::Hash hash{};
    if (!bytes || bytes->size() != hash.size()) {
        return fail(ErrorCode::invalid_argument, "hash '{}' is not 64 hex digits", text);
    }
    std::ranges::copy(*bytes, hash.begin());
    return hash;
}

struct Start {
    std::uint32_t ledger;
    std::uint32_t application_order;
};

Result<Start> first_transaction(const GetTransactionsParams& request,
                                const ledger::LedgerRange& range) {
    const auto cursor = TRY(page_cursor(request.pagination));
    const auto start = request.start_ledger.value_or(0);
    if (cursor) {
        if (start != 0) {
            return fail(ErrorCode::invalid_argument, "startLedger and cursor cannot both be set");
        }
        return Start{.ledger = static_cast<std::uint32_t>(*cursor >> 32),
                     .application_order = static_cast<std::uint32_t>(*cursor >> 12 & 0xfffff) + 1};
    }
    if (start < range.oldest || start > range.latest) {
        return fail(ErrorCode::failed_precondition,
                    "start ledger ({}) must be between the oldest ledger: {} and the latest "
                    "ledger: {} for this rpc instance",
                    start, range.oldest, range.latest);
    }
    return Start{.ledger = start, .application_order = 1};
}

std::string cursor_of(std::uint32_t ledger, std::uint32_t application_order) {
    return std::to_string(std::uint64_t{ledger} << 32 | std::uint64_t{application_order} << 12 | 1);
}

}  // namespace

Answer send_transaction(const RpcContext& context, const Params& params) {
    const auto request = TRY(read_params<SendParams>(params));
    TRY(check_format(request.xdr_format));
    const auto envelope =
        TRY(decode_param<xdr::TransactionEnvelope>(request.transaction, "transaction"));
    const auto range = TRY(context.ledger.snapshot())
    ->range();
    const auto submission = TRY(context.ledger.submit(envelope));
    json::object answer{
        {"status", name_of(submission.status)},
        {"hash", to_hex(submission.tx_hash)},
        {"latestLedger", range.latest},
        {"latestLedgerCloseTime", std::to_string(range.latest_close_time_s)},
    };
    if (submission.status == ledger::SubmissionStatus::error) {
        answer["errorResultXdr"] = to_base64(submission.error_result);
        answer["diagnosticEventsXdr"] = base64_array(submission.diagnostic_events);
    }
    return answer;
}

Answer get_transaction(const RpcContext& context, const Params& params) {
    const auto request = TRY(read_params<GetTransactionParams>(params));
    TRY(check_format(request.xdr_format));
    const auto hash = TRY(parse_hash(request.hash));
    const auto view = TRY(context.ledger.snapshot());
    const auto record = TRY(view->transaction(hash));
    json::object answer{
        {"status", "NOT_FOUND"}, {"txHash", request.hash},
        {"applicationOrder", 0}, {"feeBump", false},
        {"ledger", 0},
    };
    if (record) answer = TRY(transaction_json(*record));
    const auto& range = view->range();
    answer["createdAt"] = std::to_string(record ? record->close_time_s : 0);
    answer["latestLedger"] = range.latest;
    answer["latestLedgerCloseTime"] = std::to_string(range.latest_close_time_s);
    answer["oldestLedger"] = range.oldest;
    answer["oldestLedgerCloseTime"] = std::to_string(range.oldest_close_time_s);
    return answer;
}

Answer get_transactions(const RpcContext& context, const Params& params) {
    const auto request = TRY(read_params<GetTransactionsParams>(params));
    TRY(check_format(request.xdr_format));
    const auto limit = TRY(page_limit(request.pagination, default_transactions, max_transactions));
    const auto view = TRY(context.ledger.snapshot());
    const auto& range = view->range();
    const auto start = TRY(first_transaction(request, range));
    const auto records = TRY(view->transactions(start.ledger, start.application_order, limit));
    json::array transactions;
    for (const auto& record : records) {
        auto one = TRY(transaction_json(record));
        one["createdAt"] = record.close_time_s;
        transactions.push_back(std::move(one));
    }
    const bool more = records.size() == limit;
    return json::object{
        {"transactions", std::move(transactions)},
        {"latestLedger", range.latest},
        {"latestLedgerCloseTimestamp", range.latest_close_time_s},
        {"oldestLedger", range.oldest},
        {"oldestLedgerCloseTimestamp", range.oldest_close_time_s},
        {"cursor", more ? cursor_of(records.back().ledger, records.back().application_order)
                        : cursor_of(range.latest, 0xfffff)},
    };
}

}  // namespace carrot::network
