#include "testkit/authorization_tree.hpp"

#include "stellar/address.hpp"
#include "stellar/contract_value.hpp"
#include "testkit/must.hpp"

namespace carrot::testkit {
namespace {

std::string address_text(const xdr::ScAddress& address) {
    return must(stellar::Address::from_xdr(address)).to_string();
}

std::string invocation_text(const xdr::SorobanAuthorizedFunction& function) {
    const auto* call = function.if_contract_fn();
    if (call == nullptr) return "the creation of a contract";
    std::string text = address_text(call->contract_address) + "." + call->function_name + "(";
    for (const auto& argument : call->args) {
        if (&argument != &call->args.front()) text += ", ";
        text += stellar::to_text(argument);
    }
    return text + ")";
}

void append(std::string& tree, const xdr::SorobanAuthorizedInvocation& invocation,
            std::size_t depth) {
    tree += std::string(2 * depth, ' ') + invocation_text(invocation.function) + "\n";
    for (const auto& below : invocation.sub_invocations)
        append(tree, below, depth + 1);
}

}  // namespace

std::string authorization_tree(const Call& call) {
    std::string tree;
    for (const auto& authorization : call.authorizations) {
        const auto* credentials = authorization.credentials.if_address();
        tree += credentials != nullptr ? address_text(credentials->address) : "the source account";
        tree += "\n";
        append(tree, authorization.root_invocation, 1);
    }
    return tree;
}

}  // namespace carrot::testkit
