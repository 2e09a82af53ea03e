// Agreeing, as this contract, to what contracts that it calls will do in its name.
#pragma once

#include "soroban/auth.hpp"
#include "soroban/wasm/contract.hpp"

namespace soroban {

/// A call that this contract will be asked to authorize, below a contract that it calls itself.
/// (Direct calls need no word.)
struct SubContractInvocation {
    ContractContext context;
    Vec<Val> sub_invocations;
};

/// The form in which the host takes it.
struct InvokerAuthEntry : Union<InvokerAuthEntry, Case<"Contract", SubContractInvocation>> {};

/// `contract.function(arguments…)` in this contract's name.
template <detail::TemplateText Function, class... Argument>
InvokerAuthEntry invocation_of(Address contract, const Argument&... arguments) {
    return InvokerAuthEntry::of<"Contract">(SubContractInvocation{
        {Vec<Val>::of(detail::encode_vec(arguments...)), contract, symbol<Function>()},
        Vec<Val>::empty()});
}

/// Valid for this contract's next call.
template <class... Entry>
void authorize_as_current_contract(const Entry&... entries) {
    host::authorize_as_curr_contract(VecObject(detail::encode_vec(entries...)));
}

}  // namespace soroban
