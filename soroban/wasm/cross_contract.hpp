// Calling other contracts by their declarations.
//
//   Client<GpuRegistry, CrossContract> registry(address);
//   const auto gpu = registry.get_gpu(gpu_id);
#pragma once

#include "soroban/declare.hpp"
#include "soroban/wasm/types.hpp"

namespace soroban {

/// The way to another contract: the Transport of a Client inside a contract.
class CrossContract {
public:
    explicit CrossContract(Address contract) : contract_(contract) {}
    template <class Function, class... Argument>
    typename Function::Result invoke(const Argument&... arguments) {
        using Result = typename Function::Result;
        const Val result = host::call(contract_.val, Symbol<Function::name_literal>::val(),
                                      detail::encode_vec(arguments...));
        if constexpr (!detail::is_same<Result, void>) return decode<Result>(result);
    }

private:
    Address contract_;
};

}  // namespace soroban
