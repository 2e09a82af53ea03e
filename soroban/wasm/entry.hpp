// How a contract is called: what the generated exports consist of.
#pragma once

#include "soroban/wasm/storage.hpp"

namespace soroban {

namespace detail {

template <class T>
using AlwaysVal = Val;

/// The body of an export: decode, call, encode. Whoever calls keeps the contract alive.
template <auto Function>
struct Export;

template <class Result, class... Argument, Result (*Function)(Argument...)>
struct Export<Function> {
    static Val call(AlwaysVal<Argument>... arguments) {
        extend_contract_ttl();
        if constexpr (is_same<Result, void>) {
            Function(decode<Argument>(arguments)...);
            return void_val;
        } else {
            return encode(Function(decode<Argument>(arguments)...));
        }
    }
};

}  // namespace detail
}  // namespace soroban
