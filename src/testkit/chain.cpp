#include "testkit/chain.hpp"

#include <algorithm>

#include "stellar/authorization.hpp"
#include "stellar/hash.hpp"
#include "xdr/codec.hpp"

namespace carrot::testkit {

namespace {

constexpr i128 deployer_balance_stroops = 1'000'000'000;

stellar::Salt salt_of(std::uint8_t number) { return {number}; }

template <class T>
std::vector<T> decode_all(const std::vector<Bytes>& encoded) {
    std::vector<T> values;
    for (const auto& bytes : encoded)
        values.push_back(must(xdr::decode<T>(bytes)));
    return values;
}

Call call_of(const host::RecordedInvocation& invocation) {
    const auto& outcome = invocation.outcome;
    Call call{.succeeded = outcome.status == host::InvokeStatus::success,
              .return_value = xdr::ScVal::void_(),
              .error = {},
              .message = outcome.message,
              .events = decode_all<xdr::ContractEvent>(outcome.contract_events),
              .authorizations = decode_all<xdr::SorobanAuthorizationEntry>(invocation.auth_entries),
              .cpu_instructions = outcome.cpu_instructions,
              .memory_bytes = outcome.memory_bytes,
              .rent_fee_stroops = outcome.rent_fee_stroops,
              .resources = must(xdr::decode<xdr::SorobanResources>(invocation.resources)),
              .restored = {}};
    const auto& read_write = call.resources.footprint.read_write;
    for (const auto index : invocation.restored_read_write_indices)
        call.restored.push_back(read_write.at(index));
    if (call.succeeded) {
        call.return_value = must(xdr::decode<xdr::ScVal>(outcome.return_value));
        call.event_bytes = static_cast<std::uint32_t>(outcome.return_value.size());
        for (const auto& event : outcome.contract_events)
            call.event_bytes += static_cast<std::uint32_t>(event.size());
    } else if (!outcome.error.empty()) {
        call.error = must(xdr::decode<xdr::ScVal>(outcome.error)).error();
    }
    return call;
}

}  // namespace

Chain::Chain() : settings_(must(host::NetworkSettings::load(ledger_))) {
    deployer_ = source_ = create_account('d', deployer_balance_stroops);
}

stellar::AccountId Chain::create_account(char name, i128 balance_stroops) {
    return stellar::AccountId::from_xdr(ledger_.create_account(
        static_cast<std::uint8_t>(name), static_cast<std::int64_t>(balance_stroops)));
}

void Chain::create_account(const stellar::KeyPair& key, i128 balance_stroops) {
    ledger_.create_account(key.account().to_xdr(), static_cast<std::int64_t>(balance_stroops));
}

stellar::ContractId Chain::contract_address(std::uint8_t salt) const {
    return stellar::derive_contract_id(now_.network_id, deployer_, salt_of(salt));
}

void Chain::deploy(BytesView wasm, std::uint8_t salt,
                   std::vector<xdr::ScVal> constructor_arguments) {
    const auto uploaded = run(xdr::HostFunction::wasm(Bytes(wasm.begin(), wasm.end())));
    if (!uploaded.succeeded) throw std::runtime_error("upload: " + uploaded.message);
    const xdr::Hash wasm_hash = stellar::sha256(wasm);
    const auto deployer = stellar::Address(deployer_).to_xdr();
    const auto created = run(xdr::HostFunction::create_contract_v2(
        {.contract_id_preimage = xdr::ContractIdPreimage::from_address({deployer, salt_of(salt)}),
         .executable = xdr::ContractExecutable::wasm_hash(wasm_hash),
         .constructor_args = std::move(constructor_arguments)}));
    if (!created.succeeded) throw std::runtime_error("create: " + created.message);
}

stellar::ContractId Chain::deploy_native_asset() {
    const auto created = run(xdr::HostFunction::create_contract(
        {.contract_id_preimage = xdr::ContractIdPreimage::from_asset(xdr::Asset::native()),
         .executable = xdr::ContractExecutable::stellar_asset()}));
    if (!created.succeeded) throw std::runtime_error("native asset: " + created.message);
    return must(stellar::asset_contract_id(now_.network_id, xdr::Asset::native()));
}

Call Chain::call(const stellar::ContractId& contract, std::string_view function,
                 std::vector<xdr::ScVal> arguments) {
    return run(xdr::HostFunction::invoke_contract({.contract_address = contract.to_xdr(),
                                                   .function_name = std::string(function),
                                                   .args = std::move(arguments)}));
}

std::int64_t Chain::resource_fee_stroops(const Call& call) const {
    // An envelope's size with one signature besides the footprint, rounded up.
    constexpr std::uint32_t envelope_bytes = 512;
    const xdr::SorobanTransactionData data{.resources = call.resources};
    const Bytes encoded = must(xdr::encode(data));
    const auto fee = must(host::compute_resource_fee(
        settings_, host::Operation::invoke_host_function, encoded,
        envelope_bytes + static_cast<std::uint32_t>(encoded.size()), call.event_bytes));
    return fee.non_refundable_stroops + fee.refundable_stroops + call.rent_fee_stroops;
}

host::Hash Chain::next_seed() {
    ++calls_;
    return {static_cast<std::uint8_t>(calls_), static_cast<std::uint8_t>(calls_ >> 8),
            static_cast<std::uint8_t>(calls_ >> 16)};
}

Call Chain::try_call(const stellar::ContractId& contract, std::string_view function,
                     std::vector<xdr::ScVal> arguments) {
    const auto before = snapshot();
    const Call tried = call(contract, function, std::move(arguments));
    roll_back(before);
    return tried;
}

void Chain::roll_back(const Snapshot& snapshot) {
    ledger_ = snapshot.ledger;
    now_ = snapshot.now;
}

Call Chain::call_signed_by(std::span<const stellar::KeyPair> keys,
                           const stellar::ContractId& contract, std::string_view function,
                           std::vector<xdr::ScVal> arguments) {
    constexpr u32 valid_ledgers = 10;
    auto asked = try_call(contract, function, arguments).authorizations;
    std::erase_if(asked, [&](xdr::SorobanAuthorizationEntry& entry) {
        if (entry.credentials.if_address() == nullptr) return false;  // the transaction's signature
        const auto signer = must(stellar::signer_of(entry, source_));
        const auto key = std::ranges::find_if(
            keys, [&](const auto& candidate) { return signer == candidate.account(); });
        if (key == keys.end()) return true;
        const auto sign_result =
            stellar::sign_authorization(entry, *key, sequence() + valid_ledgers, network_id());
        if (!sign_result) throw std::runtime_error(sign_result.error().message);
        return false;
    });
    return call_signed(contract, function, std::move(arguments), std::move(asked));
}

Call Chain::call_signed(const stellar::ContractId& contract, std::string_view function,
                        std::vector<xdr::ScVal> arguments,
                        std::vector<xdr::SorobanAuthorizationEntry> authorizations) {
    return run({.host_function =
                    xdr::HostFunction::invoke_contract({.contract_address = contract.to_xdr(),
                                                        .function_name = std::string(function),
                                                        .args = std::move(arguments)}),
                .auth = std::move(authorizations)},
               host::AuthMode::enforce);
}

Call Chain::run(const xdr::HostFunction& function) {
    const bool granted = authorizations_ == Authorizations::granted;
    return run({.host_function = function, .auth = {}},
               granted ? host::AuthMode::record : host::AuthMode::enforce);
}

Call Chain::run(const xdr::InvokeHostFunctionOp& invocation, host::AuthMode mode) {
    const Bytes operation = must(xdr::encode(invocation));
    const Bytes source = must(xdr::encode(source_.to_xdr()));
    const auto recorded =
        must(host::record_invoke(ledger_, settings_, now_,
                                 {.operation = operation,
                                  .source_account = source,
                                  .auth_mode = mode,
                                  .credentials = host::RecordedCredentials::address,
                                  .prng_seed = next_seed(),
                                  .diagnostics = host::Diagnostics::on,
                                  .instruction_leeway = 0}));
    if (recorded.outcome.status == host::InvokeStatus::success) ledger_.apply(recorded.outcome);
    Call call = call_of(recorded);
    call.resource_fee_stroops = resource_fee_stroops(call);
    return call;
}

xdr::LedgerKey Chain::data_key(const stellar::ContractId& contract, const xdr::ScVal& key) {
    return xdr::LedgerKey::contract_data({.contract = contract.to_xdr(),
                                          .key = key,
                                          .durability = xdr::ContractDataDurability::PERSISTENT});
}

void Chain::store(const stellar::ContractId& contract, const xdr::ScVal& key,
                  const xdr::ScVal& value) {
    const xdr::LedgerEntry entry{.data = xdr::LedgerEntryData::contract_data(
                                     {.contract = contract.to_xdr(),
                                      .key = key,
                                      .durability = xdr::ContractDataDurability::PERSISTENT,
                                      .val = value})};
    ledger_.put(
        must(xdr::encode(data_key(contract, key))),
        {.entry = must(xdr::encode(entry)),
         .live_until_ledger = now_.sequence + settings_.limits().min_persistent_ttl_ledgers});
}

std::optional<u32> Chain::live_until(const xdr::LedgerKey& key) {
    const auto entry = must(ledger_.get(must(xdr::encode(key))));
    return entry ? entry->live_until_ledger : std::nullopt;
}

void Chain::archive(const xdr::LedgerKey& key) {
    const Bytes encoded = must(xdr::encode(key));
    auto entry = must(ledger_.get(encoded));
    if (!entry || !entry->live_until_ledger)
        throw std::runtime_error("no such entry of a contract");
    entry->live_until_ledger = sequence() - 1;
    ledger_.put(encoded, *std::move(entry));
}

bool Chain::is_archived(const xdr::LedgerKey& key) {
    const auto last = live_until(key);
    return last && *last < sequence();
}

}  // namespace carrot::testkit
