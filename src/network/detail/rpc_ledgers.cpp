// getHealth, getNetwork, getVersionInfo, getLatestLedger, getLedgers.
#include "network/detail/rpc.hpp"
#include "network/detail/rpc_params.hpp"
#include "xdr/ledger.hpp"

namespace carrot::network {
namespace {

namespace json = http::json;

struct GetLedgersParams {
    using json_names = http::CamelCase;

    std::optional<std::uint32_t> start_ledger{};
    std::optional<Pagination> pagination{};
    std::optional<std::string> xdr_format{};
};
BOOST_DESCRIBE_STRUCT(GetLedgersParams, (), (start_ledger, pagination, xdr_format))

// The form in which getLedgers names a header: with its hash.
Result<std::string> history_entry(const ledger::LedgerRecord& record) {
    xdr::LedgerHeaderHistoryEntry entry;
    entry.hash = record.hash;
    entry.header = TRY(xdr::decode<xdr::LedgerHeader>(record.header));
    return xdr::encode_base64(entry);
}

Answer ledger_json(const ledger::LedgerRecord& record) {
    auto header = TRY(history_entry(record));
    return json::object{
        {"hash", to_hex(record.hash)},
        {"sequence", record.sequence},
        {"ledgerCloseTime", std::to_string(record.close_time_s)},
        {"headerXdr", std::move(header)},
        {"metadataXdr", to_base64(record.close_meta)},
    };
}

}  // namespace

Answer get_health(const RpcContext& context, const Params&) {
    const auto view = TRY(context.ledger.snapshot());
    const auto& range = view->range();
    return json::object{
        {"status", "healthy"},
        {"latestLedger", range.latest},
        {"latestLedgerCloseTime", range.latest_close_time_s},
        {"oldestLedger", range.oldest},
        {"oldestLedgerCloseTime", range.oldest_close_time_s},
        {"ledgerRetentionWindow", context.ledger.retention_ledgers()},
    };
}

Answer get_network(const RpcContext& context, const Params&) {
    return json::object{
        {"friendbotUrl", context.friendbot_url()},
        {"passphrase", context.ledger.passphrase()},
        {"protocolVersion", ledger::protocol_version},
    };
}

Answer get_version_info(const RpcContext&, const Params&) {
    return json::object{
        {"version", "carrot"},
        {"commitHash", ""},
        {"buildTimestamp", ""},
        {"captiveCoreVersion",
         "carrot, soroban-env-host " + host::crate_versions().soroban_env_host},
        {"protocolVersion", ledger::protocol_version},
    };
}

Answer get_latest_ledger(const RpcContext& context, const Params&) {
    const auto view = TRY(context.ledger.snapshot());
    const auto& latest = view->latest();
    return json::object{
        {"id", to_hex(latest.hash)},
        {"protocolVersion", ledger::protocol_version},
        {"sequence", latest.sequence},
        {"closeTime", std::to_string(latest.close_time_s)},
        {"headerXdr", to_base64(latest.header)},
        {"metadataXdr", to_base64(latest.close_meta)},
    };
}

Answer get_ledgers(const RpcContext& context, const Params& params) {
    const auto request = TRY(read_params<GetLedgersParams>(params));
    TRY(check_format(request.xdr_format));
    const auto limit = TRY(page_limit(request.pagination, default_ledgers, max_ledgers));
    const auto cursor = TRY(page_cursor(request.pagination));
    if (cursor && request.start_ledger.value_or(0) != 0) {
        return fail(ErrorCode::invalid_argument, "startLedger and cursor cannot both be set");
    }
    const std::uint64_t first = cursor ? *cursor + 1 : request.start_ledger.value_or(0);
    const auto view = TRY(context.ledger.snapshot());
    const auto& range = view->range();
    if (first < range.oldest || first > range.latest + (cursor ? 1U : 0U)) {
        return fail(ErrorCode::failed_precondition,
                    "start ledger ({}) must be between the oldest ledger: {} and the latest "
                    "ledger: {} for this rpc instance",
                    first, range.oldest, range.latest);
    }
    json::array ledgers;
    const auto records = TRY(view->ledgers(static_cast<std::uint32_t>(first), limit));
    for (const auto& record : records) {
        auto one = TRY(ledger_json(record));
        ledgers.push_back(std::move(one));
    }
    const auto last = records.empty() ? first - 1 : records.back().sequence;
    return json::object{
        {"ledgers", std::move(ledgers)},
        {"latestLedger", range.latest},
        {"latestLedgerCloseTime", range.latest_close_time_s},
        {"oldestLedger", range.oldest},
        {"oldestLedgerCloseTime", range.oldest_close_time_s},
        {"cursor", std::to_string(last)},
    };
}

}  // namespace carrot::network
