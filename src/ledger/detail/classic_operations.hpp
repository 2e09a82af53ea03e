// The operations on accounts.
#pragma once

#include "ledger/detail/operations.hpp"

namespace carrot::ledger {

Result<bool> apply_create_account(Application& application);
Result<bool> apply_payment(Application& application);
Result<bool> apply_manage_data(Application& application);
Result<bool> apply_bump_sequence(Application& application);

/// Stateless checks; nullopt when there is nothing against it.
std::optional<xdr::OperationResultTr> refusal_of_create_account(const xdr::CreateAccountOp& op,
                                                                const xdr::AccountId& source);
std::optional<xdr::OperationResultTr> refusal_of_payment(const xdr::PaymentOp& op);
std::optional<xdr::OperationResultTr> refusal_of_manage_data(const xdr::ManageDataOp& op);
std::optional<xdr::OperationResultTr> refusal_of_bump_sequence(const xdr::BumpSequenceOp& op);

}  // namespace carrot::ledger
