#include "host/host_world.hpp"

#include <algorithm>

#include "base/file.hpp"
#include "xdr/codec.hpp"

namespace carrot::host::test {

InvokeRequest PreparedInvoke::request() const {
    return {.host_function = host_function,
            .resources = resources,
            .source_account = source_account,
            .auth_entries = auth_entries,
            .footprint_entries = footprint_entries,
            .restored_read_write_indices = restored_read_write_indices,
            .prng_seed = {},
            .diagnostics = Diagnostics::on};
}

HostWorld::HostWorld() : settings_(must(NetworkSettings::load(ledger_))) {
    alice_ = ledger_.create_account('a', 1'000'0000000);
    bob_ = ledger_.create_account('b', 10'0000000);
    source_ = must(xdr::encode(alice_));
}

Bytes HostWorld::probe_wasm() const { return must(read_file(PROBE_CONTRACT, 1 << 20)); }

void HostWorld::deploy_probe() {
    const Bytes wasm = probe_wasm();
    applies(upload(wasm));
    xdr::Hash wasm_hash{};
    std::ranges::copy(sha256(wasm), wasm_hash.begin());
    const auto preimage =
        xdr::ContractIdPreimage::from_address({.address = address_of(alice_), .salt = {1}});
    applies(xdr::HostFunction::create_contract(
        {preimage, xdr::ContractExecutable::wasm_hash(wasm_hash)}));
    probe_ = contract_address(preimage);
}

xdr::ScAddress HostWorld::deploy_native_asset() {
    const auto preimage = xdr::ContractIdPreimage::from_asset(xdr::Asset::native());
    applies(
        xdr::HostFunction::create_contract({preimage, xdr::ContractExecutable::stellar_asset()}));
    return contract_address(preimage);
}

xdr::ScAddress HostWorld::contract_address(const xdr::ContractIdPreimage& preimage) const {
    const auto id = xdr::HashIdPreimage::contract_id(
        {.network_id = now_.network_id, .contract_id_preimage = preimage});
    xdr::ContractId contract{};
    std::ranges::copy(sha256(must(xdr::encode(id))), contract.begin());
    return xdr::ScAddress::contract_id(contract);
}

xdr::HostFunction HostWorld::call(const xdr::ScAddress& contract, std::string function,
                                  std::vector<xdr::ScVal> arguments) const {
    return xdr::HostFunction::invoke_contract(
        {contract, std::move(function), std::move(arguments)});
}

Bytes HostWorld::operation(const xdr::HostFunction& function) const {
    return must(xdr::encode(xdr::InvokeHostFunctionOp{.host_function = function}));
}

RecordRequest HostWorld::record_request(const Bytes& operation, AuthMode auth_mode) const {
    return {.operation = operation,
            .source_account = source_,
            .auth_mode = auth_mode,
            .credentials = RecordedCredentials::address,
            .prng_seed = {},
            .diagnostics = Diagnostics::on,
            .instruction_leeway = 0};
}

Result<InvokeSimulation> HostWorld::simulates(const xdr::HostFunction& function) {
    const Bytes bytes = operation(function);
    return simulate_invoke(ledger_, settings_, now_, record_request(bytes, AuthMode::record));
}

Result<RecordedInvocation> HostWorld::records(const xdr::HostFunction& function,
                                              AuthMode auth_mode) {
    const Bytes bytes = operation(function);
    return record_invoke(ledger_, settings_, now_, record_request(bytes, auth_mode));
}

PreparedInvoke HostWorld::prepares(const xdr::HostFunction& function,
                                   const InvokeSimulation& simulation) {
    const auto data =
        must(xdr::decode<xdr::SorobanTransactionData>(simulation.estimate.transaction_data));
    PreparedInvoke prepared{.host_function = must(xdr::encode(function)),
                            .resources = must(xdr::encode(data.resources)),
                            .source_account = source_,
                            .auth_entries = simulation.auth_entries,
                            .footprint_entries = {},
                            .restored_read_write_indices = {}};
    const auto add = [&](const xdr::LedgerKey& key) {
        prepared.footprint_entries.push_back(must(ledger_.get(must(xdr::encode(key)))));
    };
    std::ranges::for_each(data.resources.footprint.read_only, add);
    std::ranges::for_each(data.resources.footprint.read_write, add);
    if (const auto* ext = data.ext.if_resource_ext()) {
        const auto first_read_write = data.resources.footprint.read_only.size();
        for (const auto index : ext->archived_soroban_entries) {
            prepared.restored_read_write_indices.push_back(index);
            prepared.footprint_entries.at(first_read_write + index)->live_until_ledger =
                now_.sequence + settings_.limits().min_persistent_ttl_ledgers - 1;
        }
    }
    return prepared;
}

PreparedInvoke HostWorld::prepares(const xdr::HostFunction& function) {
    const auto simulation = must(simulates(function));
    if (!simulation.error.empty()) throw std::runtime_error(simulation.error);
    return prepares(function, simulation);
}

InvokeOutcome HostWorld::applies(const xdr::HostFunction& function) {
    const auto prepared = prepares(function);
    auto outcome = must(invokes(prepared));
    EXPECT_EQ(outcome.status, InvokeStatus::success)
        << outcome.message << " after " << outcome.cpu_instructions << " instructions of "
        << must(xdr::decode<xdr::SorobanResources>(prepared.resources)).instructions << " and "
        << outcome.memory_bytes << " bytes";
    ledger_.apply(outcome);
    return outcome;
}

InvokeOutcome HostWorld::applies_by_force(const xdr::HostFunction& function,
                                          std::uint32_t instructions) {
    auto prepared = prepares(probe("increment"));
    prepared.host_function = must(xdr::encode(function));
    auto resources = must(xdr::decode<xdr::SorobanResources>(prepared.resources));
    resources.instructions = instructions;
    prepared.resources = must(xdr::encode(resources));
    return must(invokes(prepared));
}

Bytes HostWorld::count_key() const {
    return must(xdr::encode(
        xdr::LedgerKey::contract_data({.contract = probe_,
                                       .key = xdr::ScVal::sym("count"),
                                       .durability = xdr::ContractDataDurability::PERSISTENT})));
}

std::uint32_t returned_u32(const InvokeOutcome& outcome) {
    return must(xdr::decode<xdr::ScVal>(outcome.return_value)).u32();
}

}  // namespace carrot::host::test
