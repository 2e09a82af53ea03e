// Calling other contracts by their declarations.
//
//   Client<GpuRegistry, CrossContract> registry(address);
//   const auto gpu = registry.get_gpu(gpu_id);               // its failure is ours
//
//   Client<Oracle, TryCrossContract> oracle(address);
//   const auto price = oracle.price(asset);                  // Tried<i128>
//   if (!price.succeeded()) return last_price.get();
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
        const Val result =
            host::call(contract_.object(), SymbolVal(symbol<Function::name_literal>().val),
                       VecObject(detail::encode_vec(arguments...)));
        if constexpr (!detail::is_same<Result, void>) return decode<Result>(result);
    }

private:
    Address contract_;
};

/// What became of a call that was allowed to fail. Whatever a failed call changed is rolled back.
template <class T>
class Tried {
public:
    explicit Tried(Val result) : result_(result) {}

    bool succeeded() const { return !result_.is(Tag::error); }
    /// Ends the call if the called contract failed.
    T value() const {
        if (!succeeded()) trap();
        if constexpr (!detail::is_same<T, void>) return decode<T>(result_);
    }
    /// Whether the called contract refused with this error of its own.
    template <Enumeration Error>
    bool failed_with(Error error) const {
        return result_.bits == Val::of_upper(Tag::error, static_cast<u32>(error)).bits;
    }

private:
    Val result_;
};

/// The way to a contract whose failure its caller survives.
class TryCrossContract {
public:
    explicit TryCrossContract(Address contract) : contract_(contract) {}
    template <class Function, class... Argument>
    Tried<typename Function::Result> invoke(const Argument&... arguments) {
        return Tried<typename Function::Result>(
            host::try_call(contract_.object(), SymbolVal(symbol<Function::name_literal>().val),
                           VecObject(detail::encode_vec(arguments...))));
    }

private:
    Address contract_;
};

}  // namespace soroban
