// The stage of these tests: a ledger with mainnet's settings, two accounts and the probe contract.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "stellar/hash.hpp"
#include "testkit/memory_ledger.hpp"
#include "testkit/must.hpp"
#include "xdr/contract.hpp"
#include "xdr/transaction.hpp"

namespace carrot::host::test {

using stellar::sha256;
using testkit::MemoryLedger;
using testkit::must;

/// A request, together with the bytes that it borrows.
struct PreparedInvoke {
    Bytes host_function;
    Bytes resources;
    Bytes source_account;
    std::vector<Bytes> auth_entries;
    std::vector<std::optional<StoredEntry>> footprint_entries;
    std::vector<std::uint32_t> restored_read_write_indices;

    [[nodiscard]] InvokeRequest request() const;
};

class HostWorld : public testing::Test {
protected:
    HostWorld();

    /// The probe contract, uploaded and created.
    void deploy_probe();
    /// The asset contract of the native asset; returns its address.
    xdr::ScAddress deploy_native_asset();

    xdr::HostFunction call(const xdr::ScAddress& contract, std::string function,
                           std::vector<xdr::ScVal> arguments = {}) const;
    xdr::HostFunction probe(std::string function, std::vector<xdr::ScVal> arguments = {}) const {
        return call(probe_, std::move(function), std::move(arguments));
    }
    xdr::HostFunction upload(Bytes wasm) const { return xdr::HostFunction::wasm(std::move(wasm)); }

    Result<InvokeSimulation> simulates(const xdr::HostFunction& function);
    Result<RecordedInvocation> records(const xdr::HostFunction& function,
                                       AuthMode auth_mode = AuthMode::record);
    /// What a client makes of a simulation, with the entries that the ledger adds.
    PreparedInvoke prepares(const xdr::HostFunction& function, const InvokeSimulation& simulation);
    PreparedInvoke prepares(const xdr::HostFunction& function);
    Result<InvokeOutcome> invokes(const PreparedInvoke& prepared) {
        return invoke(settings_, now_, prepared.request());
    }
    /// Simulates, invokes, and applies the outcome.
    InvokeOutcome applies(const xdr::HostFunction& function);
    /// Invokes what a simulation would refuse, with the footprint of a harmless call.
    InvokeOutcome applies_by_force(const xdr::HostFunction& function, std::uint32_t instructions);

    void advance(std::uint32_t ledgers) { now_.sequence += ledgers; }

    [[nodiscard]] Bytes count_key() const;
    [[nodiscard]] Bytes probe_wasm() const;
    xdr::ScAddress address_of(const xdr::AccountId& account) const {
        return xdr::ScAddress::account_id(account);
    }

    MemoryLedger ledger_;
    NetworkSettings settings_;
    LedgerInfo now_{.protocol_version = 28,
                    .sequence = 1000,
                    .close_time_s = 1'800'000'000,
                    .network_id = {7},
                    .base_reserve_stroops = 5'000'000};
    xdr::AccountId alice_;
    xdr::AccountId bob_;
    xdr::ScAddress probe_;
    Bytes source_;

private:
    Bytes operation(const xdr::HostFunction& function) const;
    RecordRequest record_request(const Bytes& operation, AuthMode auth_mode) const;
    xdr::ScAddress contract_address(const xdr::ContractIdPreimage& preimage) const;
};

/// The u32 that an invocation returned.
std::uint32_t returned_u32(const InvokeOutcome& outcome);

}  // namespace carrot::host::test
