#include "ledger/detail/classic_operations.hpp"

#include <algorithm>

#include "ledger/detail/asset_events.hpp"
#include "xdr/codec.hpp"

namespace carrot::ledger {
namespace {

using Tr = xdr::OperationResultTr;

constexpr std::uint32_t max_subentries = 1000;

// Finishes an operation with a result that only its type can make.
Result<bool> finish(Application& application, Tr result, bool succeeded) {
    application.result = xdr::OperationResult::tr(std::move(result));
    return succeeded;
}

Result<bool> created(Application& application, xdr::CreateAccountResult result) {
    const bool succeeded = result.code() == xdr::CreateAccountResultCode::CREATE_ACCOUNT_SUCCESS;
    return finish(application, Tr::create_account_result(result), succeeded);
}

Result<bool> paid(Application& application, xdr::PaymentResult result) {
    const bool succeeded = result.code() == xdr::PaymentResultCode::PAYMENT_SUCCESS;
    return finish(application, Tr::payment_result(result), succeeded);
}

Result<bool> data_managed(Application& application, xdr::ManageDataResult result) {
    const bool succeeded = result.code() == xdr::ManageDataResultCode::MANAGE_DATA_SUCCESS;
    return finish(application, Tr::manage_data_result(result), succeeded);
}

void emit_transfer(Application& application, const xdr::MuxedAccount& to, std::int64_t stroops) {
    application.events.push_back(transfer_event(application.context.network_id,
                                                application.source(), to, stroops,
                                                application.frame.transaction().memo));
}

// apply_operation has seen that the source is there.
Result<xdr::AccountEntry> load_source(Application& application) {
    return *TRY(load_account(application.scope, application.source()));
}

// Letters, digits and other visible ASCII: stellar-core's idea of a clean string.
bool is_printable(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7f; });
}

}  // namespace

Result<bool> apply_create_account(Application& application) {
    using Outcome = xdr::CreateAccountResult;
    const auto& op = application.operation.body.create_account_op();
    const auto& header = application.context.header;
    if (TRY(load_account(application.scope, op.destination))) {
        return created(application, Outcome::already_exist());
    }
    xdr::AccountEntry account{
        .account_id = op.destination,
        .balance = op.starting_balance,
        .seq_num = starting_sequence_number(header),
        .thresholds = {1, 0, 0, 0},
    };
    if (available_balance(header, account) < 0) {
        return created(application, Outcome::low_reserve());
    }
    auto source = TRY(load_source(application));
    if (available_balance(header, source) < op.starting_balance) {
        return created(application, Outcome::underfunded());
    }
    add_balance(source, -op.starting_balance);
    TRY(store_account(application.scope, source));
    TRY(store_account(application.scope, account));
    emit_transfer(application, xdr::MuxedAccount::ed25519(ed25519_of(op.destination)),
                  op.starting_balance);
    return created(application, Outcome::success());
}

Result<bool> apply_payment(Application& application) {
    using Outcome = xdr::PaymentResult;
    const auto& op = application.operation.body.payment_op();
    const auto receiver = account_of(op.destination);
    if (receiver == application.source()) {
        emit_transfer(application, op.destination, op.amount);
        return paid(application, Outcome::success());
    }
    auto destination = TRY(load_account(application.scope, receiver));
    if (!destination) return paid(application, Outcome::no_destination());
    if (!add_balance(*destination, op.amount)) return paid(application, Outcome::line_full());
    auto source = TRY(load_source(application));
    if (available_balance(application.context.header, source) < op.amount) {
        return paid(application, Outcome::underfunded());
    }
    add_balance(source, -op.amount);
    TRY(store_account(application.scope, source));
    TRY(store_account(application.scope, *destination));
    emit_transfer(application, op.destination, op.amount);
    return paid(application, Outcome::success());
}

Result<bool> apply_manage_data(Application& application) {
    using Outcome = xdr::ManageDataResult;
    const auto& op = application.operation.body.manage_data_op();
    const xdr::LedgerEntry wanted{
        .last_modified_ledger_seq = application.scope.sequence(),
        .data = xdr::LedgerEntryData::data({
            .account_id = application.source(),
            .data_name = op.data_name,
            .data_value = op.data_value.value_or(xdr::DataValue{}),
        }),
    };
    const auto key = TRY(key_of(wanted));
    const bool exists = TRY(application.scope.load(key))
    .has_value();
    auto source = TRY(load_source(application));
    if (!op.data_value) {
        if (!exists) return data_managed(application, Outcome::name_not_found());
        application.scope.erase(key);
        --source.num_sub_entries;
        TRY(store_account(application.scope, source));
        return data_managed(application, Outcome::success());
    }
    if (!exists) {
        if (source.num_sub_entries >= max_subentries) {
            application.result = xdr::OperationResult::op_too_many_subentries();
            return false;
        }
        ++source.num_sub_entries;
        if (available_balance(application.context.header, source) < 0) {
            return data_managed(application, Outcome::low_reserve());
        }
        TRY(store_account(application.scope, source));
    }
    application.scope.put(key, { .xdr = TRY(xdr::encode(wanted)) });
    return data_managed(application, Outcome::success());
}

Result<bool> apply_bump_sequence(Application& application) {
    const auto& op = application.operation.body.bump_sequence_op();
    auto source = TRY(load_source(application));
    touch_sequence(application.context.header, source);
    source.seq_num = std::max(source.seq_num, op.bump_to);
    TRY(store_account(application.scope, source));
    return finish(application, Tr::bump_seq_result(xdr::BumpSequenceResult::success()), true);
}

std::optional<Tr> refusal_of_create_account(const xdr::CreateAccountOp& op,
                                            const xdr::AccountId& source) {
    if (op.starting_balance >= 0 && op.destination != source) return std::nullopt;
    return Tr::create_account_result(xdr::CreateAccountResult::malformed());
}

std::optional<Tr> refusal_of_payment(const xdr::PaymentOp& op) {
    if (op.amount > 0) return std::nullopt;
    return Tr::payment_result(xdr::PaymentResult::malformed());
}

std::optional<Tr> refusal_of_manage_data(const xdr::ManageDataOp& op) {
    if (!op.data_name.empty() && is_printable(op.data_name)) return std::nullopt;
    return Tr::manage_data_result(xdr::ManageDataResult::invalid_name());
}

std::optional<Tr> refusal_of_bump_sequence(const xdr::BumpSequenceOp& op) {
    if (op.bump_to >= 0) return std::nullopt;
    return Tr::bump_seq_result(xdr::BumpSequenceResult::bad_seq());
}

}  // namespace carrot::ledger
