#include "market/contract_client.hpp"

#include "base/utf8.hpp"
#include "market/contract_error.hpp"

namespace carrot::market {
namespace {

constexpr std::size_t argument_limit = 20;

/// "claim_job(GABCDEF…, 17)", for messages.
std::string text_of_call(std::string_view function, const std::vector<xdr::ScVal>& arguments) {
    std::string text;
    for (const auto& argument : arguments) {
        auto value = stellar::to_text(argument);
        auto shown = to_printable(value).substr(0, argument_limit);
        text += fmt::format("{}{}{}", text.empty() ? "" : ", ", shown,
                            shown.size() < value.size() ? "…" : "");
    }
    return fmt::format("{}({})", function, text);
}

/// A contract's refusal in words; any other error with the call.
Error in_words(Error error, const std::string& call) {
    if (auto number = stellar::contract_error_number(error)) {
        return contract_failure(call, *number).error();
    }
    error.message.insert(0, fmt::format("{}: ", call));
    return error;
}

}  // namespace

Result<xdr::ScVal> ContractView::ask(std::string_view function, std::vector<xdr::ScVal> arguments) {
    auto answer = caller_->read(contract_, function, arguments, stop_);
    if (!answer) {
        return std::unexpected(
            in_words(std::move(answer.error()), text_of_call(function, arguments)));
    }
    return answer;
}

Result<stellar::CallOutcome> ContractAccount::send(std::string_view function,
                                                   std::vector<xdr::ScVal> arguments) {
    auto operation = stellar::invoke_contract(contract_, function, arguments);
    auto outcome = caller_->call(key_, operation, options_);
    if (!outcome) {
        return std::unexpected(
            in_words(std::move(outcome.error()), text_of_call(function, arguments)));
    }
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
