#include "ledger/detail/operations.hpp"

#include "ledger/detail/classic_operations.hpp"
#include "ledger/detail/soroban_operations.hpp"

namespace carrot::ledger {
namespace {

using Type = xdr::OperationType;

std::optional<xdr::OperationResultTr> classic_refusal(const TransactionFrame& frame,
                                                      const xdr::Operation& operation) {
    const auto& body = operation.body;
    switch (body.type()) {
        case Type::CREATE_ACCOUNT:
            return refusal_of_create_account(body.create_account_op(), frame.source_of(operation));
        case Type::PAYMENT:
            return refusal_of_payment(body.payment_op());
        case Type::MANAGE_DATA:
            return refusal_of_manage_data(body.manage_data_op());
        default:
            return refusal_of_bump_sequence(body.bump_sequence_op());
    }
}

}  // namespace

bool is_supported(const xdr::Operation& operation) {
    switch (operation.body.type()) {
        case Type::PAYMENT:
            return operation.body.payment_op().asset.type() == xdr::AssetType::ASSET_TYPE_NATIVE;
        case Type::CREATE_ACCOUNT:
        case Type::MANAGE_DATA:
        case Type::BUMP_SEQUENCE:
        case Type::INVOKE_HOST_FUNCTION:
        case Type::EXTEND_FOOTPRINT_TTL:
        case Type::RESTORE_FOOTPRINT:
            return true;
        default:
            return false;
    }
}

Threshold threshold_for(const xdr::Operation& operation) {
    switch (operation.body.type()) {
        case Type::BUMP_SEQUENCE:
        case Type::EXTEND_FOOTPRINT_TTL:
        case Type::RESTORE_FOOTPRINT:
            return Threshold::low;
        default:
            return Threshold::medium;
    }
}

Result<bool> check_operation(const TransactionFrame& frame, const xdr::Operation& operation,
                             const LedgerContext& context, xdr::OperationResult& result,
                             Diagnostics& diagnostics) {
    if (!is_supported(operation)) {
        result = xdr::OperationResult::op_not_supported();
        return false;
    }
    const auto& limits = context.settings.limits;
    switch (operation.body.type()) {
        case Type::INVOKE_HOST_FUNCTION:
            return check_invoke_host_function(operation.body.invoke_host_function_op(), limits,
                                              diagnostics);
        case Type::EXTEND_FOOTPRINT_TTL:
            return check_extend_footprint_ttl(operation.body.extend_footprint_ttl_op(),
                                              frame.soroban_data()->resources.footprint, limits,
                                              result, diagnostics);
        case Type::RESTORE_FOOTPRINT:
            return check_restore_footprint(frame.soroban_data()->resources.footprint, result,
                                           diagnostics);
        default:
            break;
    }
    const auto refusal = classic_refusal(frame, operation);
    if (!refusal) return true;
    result = xdr::OperationResult::tr(*refusal);
    return false;
}

Result<bool> apply_operation(Application& application) {
    // An earlier operation can't remove accounts here, but a source may never have been there.
    if (!TRY(load_account(application.scope, application.source()))) {
        application.result = xdr::OperationResult::op_no_account();
        return false;
    }
    switch (application.operation.body.type()) {
        case Type::CREATE_ACCOUNT:
            return apply_create_account(application);
        case Type::PAYMENT:
            return apply_payment(application);
        case Type::MANAGE_DATA:
            return apply_manage_data(application);
        case Type::BUMP_SEQUENCE:
            return apply_bump_sequence(application);
        case Type::INVOKE_HOST_FUNCTION:
            return apply_invoke_host_function(application);
        case Type::EXTEND_FOOTPRINT_TTL:
            return apply_extend_footprint_ttl(application);
        default:
            return apply_restore_footprint(application);
    }
}

}  // namespace carrot::ledger
