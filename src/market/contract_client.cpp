#include "market/contract_client.hpp"

#include "market/contract_error.hpp"

namespace carrot::market {
namespace {

/// A contract's refusal in words; any other error with the function's name.
Error in_words(Error error, std::string_view function) {
    if (auto number = stellar::contract_error_number(error)) {
        return contract_failure(function, *number).error();
    }
    error.message.insert(0, fmt::format("{}: ", function));
    return error;
}

}  // namespace

Result<xdr::ScVal> ContractView::ask(std::string_view function, std::vector<xdr::ScVal> arguments) {
    auto answer = caller_->read(contract_, function, std::move(arguments), stop_);
    if (!answer) return std::unexpected(in_words(std::move(answer.error()), function));
    return answer;
}

Result<stellar::CallOutcome> ContractAccount::send(std::string_view function,
                                                   std::vector<xdr::ScVal> arguments) {
    auto operation = stellar::invoke_contract(contract_, function, std::move(arguments));
    auto outcome = caller_->call(key_, operation, options_);
    if (!outcome) return std::unexpected(in_words(std::move(outcome.error()), function));
    return outcome;
}

Confirmation ContractAccount::confirmation_of(const stellar::CallOutcome& outcome) {
    return {.transaction_hash = outcome.transaction_hash,
            .ledger = outcome.ledger,
            .closed_at = outcome.closed_at,
            .fee_charged_stroops = outcome.fee_charged_stroops};
}

xdr::Operation ContractCalls::build(std::string_view function, std::vector<xdr::ScVal> arguments) {
    return stellar::invoke_contract(contract_, function, std::move(arguments));
}

}  // namespace carrot::market
