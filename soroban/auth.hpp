// What an authorization is asked for: the argument of a custom account's __check_auth.
//
//   SOROBAN_FUNCTION(void, __check_auth,
//                    (BytesN<32> payload, Signatures signatures, Vec<AuthContext> contexts));
#pragma once

#include "soroban/interface.hpp"

namespace soroban {

/// A call of a contract's function.
struct ContractContext {
    Vec<Val> args;
    Address contract;
    Symbol fn_name;
};

/// The code that a contract is created with.
struct ContractExecutable : Union<ContractExecutable, Case<"Wasm", BytesN<32>>> {};

/// A contract's creation.
struct CreateContractContext {
    ContractExecutable executable;
    BytesN<32> salt;
};

/// A contract's creation, with its constructor's arguments.
struct CreateContractWithCtorContext {
    Vec<Val> constructor_args;
    ContractExecutable executable;
    BytesN<32> salt;
};

/// One thing that an account is asked to agree to.
struct AuthContext : Union<AuthContext, Case<"Contract", ContractContext>,
                           Case<"CreateContractHostFn", CreateContractContext>,
                           Case<"CreateContractWithCtorHostFn", CreateContractWithCtorContext>> {};

}  // namespace soroban
