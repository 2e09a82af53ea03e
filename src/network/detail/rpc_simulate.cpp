// simulateTransaction. What is simulated is the ledger that comes next, at the clock's time:
// stellar-rpc takes the last closed one, which here may be an idle interval old.
#include "network/detail/rpc.hpp"
#include "network/detail/rpc_params.hpp"
#include "xdr/transaction.hpp"

namespace carrot::network {
namespace {

namespace json = http::json;

struct ResourceConfig {
    using json_names = http::CamelCase;

    std::optional<std::uint32_t> instruction_leeway{};
};
BOOST_DESCRIBE_STRUCT(ResourceConfig, (), (instruction_leeway))

struct SimulateParams {
    using json_names = http::CamelCase;

    std::string transaction{};
    std::optional<ResourceConfig> resource_config{};
    std::optional<std::string> auth_mode{};
    std::optional<bool> use_upgraded_auth{};
    std::optional<std::string> xdr_format{};
};
BOOST_DESCRIBE_STRUCT(SimulateParams, (),
                      (transaction, resource_config, auth_mode, use_upgraded_auth, xdr_format))

// The parts of an envelope that simulation looks at.
struct Simulated {
    xdr::Operation operation{};
    Bytes source_account{};
    std::optional<xdr::SorobanTransactionData> soroban_data{};
};

xdr::AccountId account_of(const xdr::MuxedAccount& account) {
    const auto* muxed = account.if_med25519();
    return xdr::AccountId::ed25519(muxed != nullptr ? muxed->ed25519 : account.ed25519());
}

Result<Simulated> parts_of(const std::vector<xdr::Operation>& operations, const xdr::Memo& memo,
                           const xdr::AccountId& source) {
    if (operations.size() != 1) {
        return fail(ErrorCode::invalid_argument,
                    "a simulated transaction has one operation, this one has {}",
                    operations.size());
    }
    if (memo.type() != xdr::MemoType::MEMO_NONE) {
        return fail(ErrorCode::invalid_argument,
                    "the transaction has a memo, which Soroban transactions can't have");
    }
    const auto& operation = operations.front();
    const auto account = operation.source_account ? account_of(*operation.source_account) : source;
    return Simulated { .operation = operation, .source_account = TRY(xdr::encode(account)) };
}

Result<Simulated> parts_of(const xdr::TransactionEnvelope& envelope) {
    if (const auto* v0 = envelope.if_v0()) {
        return parts_of(v0->tx.operations, v0->tx.memo,
                        xdr::AccountId::ed25519(v0->tx.source_account_ed25519));
    }
    const auto* bump = envelope.if_fee_bump();
    const auto& tx = bump != nullptr ? bump->tx.inner_tx.v1().tx : envelope.v1().tx;
    auto parts = TRY(parts_of(tx.operations, tx.memo, account_of(tx.source_account)));
    if (const auto* data = tx.ext.if_soroban_data()) parts.soroban_data = *data;
    return parts;
}

Result<host::AuthMode> auth_mode(const std::optional<std::string>& wanted, bool has_auth) {
    if (!wanted || wanted->empty()) {
        return has_auth ? host::AuthMode::enforce : host::AuthMode::record;
    }
    if (*wanted == "enforce") return host::AuthMode::enforce;
    if (*wanted != "record" && *wanted != "record_allow_nonroot") {
        return fail(ErrorCode::invalid_argument,
                    "authMode '{}' is none of enforce, record, record_allow_nonroot", *wanted);
    }
    if (has_auth) {
        return fail(ErrorCode::invalid_argument,
                    "authMode '{}' can't be had for an operation that brings its authorizations",
                    *wanted);
    }
    return *wanted == "record" ? host::AuthMode::record : host::AuthMode::record_allow_nonroot;
}

json::object estimate_json(const host::TransactionEstimate& estimate) {
    return {
        {"transactionData", to_base64(estimate.transaction_data)},
        {"minResourceFee", std::to_string(estimate.min_resource_fee_stroops)},
    };
}

json::value base64_or_null(const std::optional<Bytes>& bytes) {
    return bytes ? json::value(to_base64(*bytes)) : json::value(nullptr);
}

json::array changes_json(const std::vector<host::StateChange>& changes) {
    json::array array;
    for (const auto& change : changes) {
        if (!change.before && !change.after) continue;
        array.push_back(json::object{
            {"type", !change.before  ? "created"
                     : !change.after ? "deleted"
                                     : "updated"},
            {"key", to_base64(change.key)},
            {"before", base64_or_null(change.before)},
            {"after", base64_or_null(change.after)},
        });
    }
    return array;
}

Answer simulate_invoke(const RpcContext& context, ledger::Snapshot& view,
                       const SimulateParams& request, const Simulated& parts) {
    const auto& op = parts.operation.body.invoke_host_function_op();
    const auto operation = TRY(xdr::encode(op));
    const auto mode = TRY(auth_mode(request.auth_mode, !op.auth.empty()));
    const auto next = TRY(context.ledger.next_ledger(view));
    const auto& config = request.resource_config;
    const auto simulation = TRY(host::simulate_invoke(
        view, context.ledger.settings().host, next,
        {
            .operation = operation,
            .source_account = parts.source_account,
            .auth_mode = mode,
            .credentials = request.use_upgraded_auth.value_or(false)
                               ? host::RecordedCredentials::address_v2
                               : host::RecordedCredentials::address,
            .instruction_leeway = config ? config->instruction_leeway.value_or(0) : 0,
        }));
    if (!simulation.error.empty()) {
        return json::object{{"error", simulation.error},
                            {"events", base64_array(simulation.diagnostic_events)}};
    }
    auto answer = estimate_json(simulation.estimate);
    answer["events"] = base64_array(simulation.diagnostic_events);
    answer["results"] = json::array{json::object{
        {"auth", base64_array(simulation.auth_entries)},
        {"xdr", to_base64(simulation.return_value)},
    }};
    answer["stateChanges"] = changes_json(simulation.state_changes);
    return answer;
}

Result<std::vector<Bytes>> encode_keys(const std::vector<xdr::LedgerKey>& keys) {
    std::vector<Bytes> encoded;
    for (const auto& key : keys)
        encoded.push_back(TRY(xdr::encode(key)));
    return encoded;
}

Answer simulate_ttl(const RpcContext& context, ledger::Snapshot& view, const Simulated& parts) {
    if (!parts.soroban_data) {
        return fail(ErrorCode::invalid_argument,
                    "to simulate ExtendFootprintTTL or RestoreFootprint the transaction must bring "
                    "SorobanTransactionData with the footprint");
    }
    const auto& footprint = parts.soroban_data->resources.footprint;
    const auto& settings = context.ledger.settings().host;
    const auto next = TRY(context.ledger.next_ledger(view));
    if (const auto* extend = parts.operation.body.if_extend_footprint_ttl_op()) {
        const auto keys = TRY(encode_keys(footprint.read_only));
        const auto simulation =
            TRY(host::simulate_extend_ttl(view, settings, next, keys, extend->extend_to));
        auto answer = estimate_json(simulation.estimate);
        if (simulation.restore_preamble) {
            answer["restorePreamble"] = estimate_json(*simulation.restore_preamble);
        }
        return answer;
    }
    const auto keys = TRY(encode_keys(footprint.read_write));
    const auto estimate = TRY(host::simulate_restore(view, settings, next, keys));
    return estimate_json(estimate);
}

Answer simulate(const RpcContext& context, ledger::Snapshot& view, const SimulateParams& request) {
    TRY(check_format(request.xdr_format));
    const auto envelope =
        TRY(decode_param<xdr::TransactionEnvelope>(request.transaction, "transaction"));
    const auto parts = TRY(parts_of(envelope));
    switch (parts.operation.body.type()) {
        case xdr::OperationType::INVOKE_HOST_FUNCTION:
            return simulate_invoke(context, view, request, parts);
        case xdr::OperationType::EXTEND_FOOTPRINT_TTL:
        case xdr::OperationType::RESTORE_FOOTPRINT:
            return simulate_ttl(context, view, parts);
        default:
            return fail(ErrorCode::invalid_argument, "{} can't be simulated",
                        name_of(parts.operation.body.type()));
    }
}

}  // namespace

Answer simulate_transaction(const RpcContext& context, const Params& params) {
    const auto request = TRY(read_params<SimulateParams>(params));
    const auto view = TRY(context.ledger.snapshot());
    auto answer = simulate(context, *view, request);
    // What is wrong with a transaction is a part of the answer, not an error of the call.
    if (!answer && answer.error().code == ErrorCode::internal) return answer;
    auto object = answer ? answer->as_object() : json::object{{"error", answer.error().message}};
    object["latestLedger"] = view->latest().sequence;
    return object;
}

}  // namespace carrot::network
