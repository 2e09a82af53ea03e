// The two contracts as C++ objects with every function as a method, made from the interface
// headers' own declarations (soroban/declare.hpp). What a method does with the call is up to the
// object's kind:
//
//   GpuRegistryView(caller, id).get_gpu(3)                      // asks:   Result<Gpu>
//   JobMarketplaceAccount(caller, id, key).claim_job(me, 17)    // sends:  Result<Receipt<void>>
//   JobMarketplaceCalls(id).complete_job(me, 17, hash)          // builds: Result<xdr::Operation>
#pragma once

#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "contracts/gpu_registry/gpu_registry.hpp"
#include "contracts/job_marketplace/job_marketplace.hpp"
#include "stellar/contract_call.hpp"
#include "stellar/contract_value.hpp"

namespace carrot::market {

/// What the ledger says of a transaction that was sent.
struct Confirmation {
    stellar::Hash transaction_hash{};
    std::uint32_t ledger = 0;
    std::uint64_t closed_at = 0;  ///< Unix seconds
    std::int64_t fee_charged_stroops = 0;
};

/// A confirmed call and what the function returned.
template <class T>
struct Receipt : Confirmation {
    T value{};
};
template <>
struct Receipt<void> : Confirmation {};

/// Asks the latest ledger by simulation: free, and without a key. A contract's refusal is
/// contract_failed in the words of market/contract_error.hpp.
class ContractView {
public:
    /// `caller` must outlive this.
    ContractView(stellar::ContractCaller& caller, stellar::ContractId contract,
                 std::stop_token stop = {})
        : caller_(&caller), contract_(contract), stop_(std::move(stop)) {}

    template <class Function, class... Argument>
    Result<typename Function::Result> invoke(const Argument&... arguments) {
        auto values = TRY(stellar::encode_arguments(arguments...));
        auto answer = TRY(ask(Function::name, std::move(values)));
        return with_context(stellar::decode_result<typename Function::Result>(answer),
                            Function::name);
    }

private:
    Result<xdr::ScVal> ask(std::string_view function, std::vector<xdr::ScVal> arguments);

    stellar::ContractCaller* caller_;
    stellar::ContractId contract_;
    std::stop_token stop_;
};

/// Signs with one key, sends, and waits for the ledger.
class ContractAccount {
public:
    /// `caller` must outlive this.
    ContractAccount(stellar::ContractCaller& caller, stellar::ContractId contract,
                    stellar::KeyPair key, stellar::CallOptions options = {})
        : caller_(&caller),
          contract_(contract),
          key_(std::move(key)),
          options_(std::move(options)) {}

    template <class Function, class... Argument>
    Result<Receipt<typename Function::Result>> invoke(const Argument&... arguments) {
        using Value = typename Function::Result;
        auto values = TRY(stellar::encode_arguments(arguments...));
        auto outcome = TRY(send(Function::name, std::move(values)));
        Receipt<Value> receipt{confirmation_of(outcome)};
        if constexpr (!std::is_void_v<Value>) {
            receipt.value = TRY(
                with_context(stellar::decode_result<Value>(outcome.return_value), Function::name));
        }
        return receipt;
    }

private:
    Result<stellar::CallOutcome> send(std::string_view function, std::vector<xdr::ScVal> arguments);
    static Confirmation confirmation_of(const stellar::CallOutcome& outcome);

    stellar::ContractCaller* caller_;
    stellar::ContractId contract_;
    stellar::KeyPair key_;
    stellar::CallOptions options_;
};

/// Builds the operation and leaves the sending to the caller, who may journal it first.
class ContractCalls {
public:
    explicit ContractCalls(stellar::ContractId contract) : contract_(contract) {}

    template <class Function, class... Argument>
    Result<xdr::Operation> invoke(const Argument&... arguments) {
        return build(Function::name, TRY(stellar::encode_arguments(arguments...)));
    }

private:
    xdr::Operation build(std::string_view function, std::vector<xdr::ScVal> arguments);

    stellar::ContractId contract_;
};

using GpuRegistryView = soroban::Client<gpu_registry::GpuRegistry, ContractView>;
using GpuRegistryAccount = soroban::Client<gpu_registry::GpuRegistry, ContractAccount>;
using GpuRegistryCalls = soroban::Client<gpu_registry::GpuRegistry, ContractCalls>;
using JobMarketplaceView = soroban::Client<job_marketplace::JobMarketplace, ContractView>;
using JobMarketplaceAccount = soroban::Client<job_marketplace::JobMarketplace, ContractAccount>;
using JobMarketplaceCalls = soroban::Client<job_marketplace::JobMarketplace, ContractCalls>;

}  // namespace carrot::market
