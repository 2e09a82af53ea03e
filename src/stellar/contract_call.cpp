#include "stellar/contract_call.hpp"

#include <algorithm>
#include <limits>

#include "base/random.hpp"
#include "stellar/authorization.hpp"
#include "stellar/detail/call_outcome.hpp"
#include "stellar/transaction.hpp"

namespace carrot::stellar {

namespace {

/// A restore can itself meet entries that were archived meanwhile, once in a while.
constexpr int max_restores = 2;

/// How long signatures of other parties hold, in ledgers: about ten minutes.
constexpr std::uint32_t authorization_lifetime_ledgers = 120;

void report(const CallOptions& options, const CallProgress& progress) {
    if (options.on_progress) options.on_progress(progress);
}

xdr::TransactionEnvelope unsigned_transaction(const AccountId& source, xdr::Operation operation) {
    TransactionDraft draft{.source = source, .sequence = 1};
    draft.operations.push_back(std::move(operation));
    return build_transaction(std::move(draft));
}

const KeyPair* key_for(const Address& signer, const KeyPair& source, const CallOptions& options) {
    if (signer == Address(source.account())) return &source;
    const auto found = std::ranges::find_if(options.other_signers, [&](const KeyPair& key) {
        return signer == Address(key.account());
    });
    return found != options.other_signers.end() ? &*found : nullptr;
}

CallOptions paid_by(const KeyPair& source, CallOptions options) {
    if (!options.fee_payer) options.fee_payer = source;
    return options;
}

/// A start long past, different every time. Two equal calls in one second would else be one and the
/// same transaction: it would apply once, and both callers would believe it theirs.
std::uint64_t unique_start(std::uint64_t now) {
    constexpr std::uint64_t year_2004 = 1 << 30;
    std::array<std::uint8_t, 4> random;
    fill_random(random);
    std::uint64_t number = 0;
    for (std::uint8_t byte : random)
        number = number << 8 | byte;
    return number % std::clamp<std::uint64_t>(now, 1, year_2004);
}

/// The simulated fee with the caller's margin.
std::int64_t with_margin(std::int64_t fee_stroops, std::uint32_t percent) {
    return fee_stroops + fee_stroops / 100 * percent + percent;
}

}  // namespace

ContractCaller::ContractCaller(RpcClient& rpc, Network network, Clock& clock)
    : rpc_(rpc),
      network_(std::move(network)),
      clock_(clock),
      boot_time_(clock.now().time_since_epoch() - clock.since_boot()) {}

std::uint64_t ContractCaller::now_s() const {
    return unix_seconds(TimePoint(boot_time_ + clock_.since_boot()));
}

/// A signature for another network would be worth nothing, and hide that the node is the wrong one.
Result<void> ContractCaller::check_network(std::stop_token stop) {
    if (TRY(rpc_.passphrase(stop)) == network_.passphrase) return {};
    // Another node of the same address may have said so, or it is mended since.
    const auto served = TRY(rpc_.network(std::move(stop)))
    .passphrase;
    if (served == network_.passphrase) return {};
    return fail(ErrorCode::unavailable,
                "nothing was signed: {} serves the network '{}', not '{}': check the network's RPC",
                rpc_.url().authority(), served, network_.passphrase);
}

std::int64_t ContractCaller::current_inclusion_fee(bool soroban, const CallOptions& options) {
    const auto stats = rpc_.fee_stats(options.stop);
    std::uint64_t wanted = options.inclusion_fee_stroops;
    // A node that does not know is no reason not to offer the least.
    if (stats) {
        const auto& paid = soroban ? stats->soroban_inclusion_fee : stats->inclusion_fee;
        wanted = std::max(wanted, paid.p90);
    }
    return static_cast<std::int64_t>(
        std::min<std::uint64_t>(wanted, options.inclusion_fee_cap_stroops));
}

Result<xdr::ScVal> ContractCaller::read(const ContractId& contract, std::string_view function,
                                        std::vector<xdr::ScVal> arguments, std::stop_token stop) {
    const auto operation = invoke_contract(contract, function, std::move(arguments));
    // The account of all zeros, which no one owns: reading needs no source.
    const auto transaction = unsigned_transaction(AccountId{}, operation);
    auto simulation = TRY(rpc_.simulate(transaction, {}, std::move(stop)));
    if (simulation.error) {
        return std::unexpected(detail::simulation_failure(simulation, detail::describe(operation)));
    }
    return std::move(simulation.return_value).value_or(xdr::ScVal::void_());
}

Result<PreparedTransaction> ContractCaller::prepare(const KeyPair& source,
                                                    const xdr::Operation& operation,
                                                    const CallOptions& options) {
    std::int64_t sequence = TRY(rpc_.account(source.account(), options.stop))
    .sequence + 1;
    auto load = TRY(simulate_live(source, operation, sequence, options));
    report(options, {.step = CallStep::simulated, .fee_stroops = load.soroban_data->resource_fee});
    return assemble(source, std::move(load), sequence, options);
}

/// Simulates until nothing is archived and everything is authorized. `sequence` moves on with every
/// restore.
Result<ContractCaller::Load> ContractCaller::simulate_live(const KeyPair& source,
                                                           xdr::Operation operation,
                                                           std::int64_t& sequence,
                                                           const CallOptions& options) {
    const std::string purpose = detail::describe(operation);
    auto simulate = [&](const SimulateOptions& how) -> Result<Simulation> {
        auto simulation = TRY(
            rpc_.simulate(unsigned_transaction(source.account(), operation), how, options.stop));
        if (simulation.error) {
            return std::unexpected(detail::simulation_failure(simulation, purpose));
        }
        return simulation;
    };

    auto simulation = TRY(simulate({}));
    for (int restores = 0; simulation.restore; ++restores) {
        if (restores == max_restores) {
            return fail(ErrorCode::unavailable,
                        "{}: its archived entries do not stay restored, try again", purpose);
        }
        TRY(restore(source, *simulation.restore, sequence++, options));
        simulation = TRY(simulate({}));
    }

    auto authorized = TRY(authorize(source, operation, simulation, options));
    const bool others_signed = authorized != operation && !options.other_signers.empty();
    operation = std::move(authorized);
    // Checking a signature costs instructions that recording did not count.
    if (others_signed) {
        simulation = TRY(simulate({.authorization = AuthorizationMode::enforce}));
    }
    auto soroban_data = std::move(simulation.transaction_data);
    soroban_data.resource_fee =
        with_margin(simulation.min_resource_fee, options.resource_fee_margin_percent);
    return Load{{std::move(operation)}, std::move(soroban_data)};
}

Result<void> ContractCaller::restore(const KeyPair& source, const RestorePreamble& preamble,
                                     std::int64_t sequence, const CallOptions& options) {
    report(options, {.step = CallStep::restoring, .fee_stroops = preamble.min_resource_fee});
    auto soroban_data = preamble.transaction_data;
    soroban_data.resource_fee =
        with_margin(preamble.min_resource_fee, options.resource_fee_margin_percent);
    CallOptions quiet = paid_by(source, options);
    quiet.on_progress = nullptr;
    const auto transaction =
        TRY(assemble(source, {{restore_footprint()}, std::move(soroban_data)}, sequence, quiet));
    TRY(submit(transaction, quiet));
    TRY(await(transaction, quiet));
    return {};
}

/// Takes over the recorded authorizations, signed by whoever must sign apart from the source.
Result<xdr::Operation> ContractCaller::authorize(const KeyPair& source, xdr::Operation operation,
                                                 const Simulation& simulation,
                                                 const CallOptions& options) {
    if (operation.body.if_invoke_host_function_op() == nullptr) return operation;
    auto& authorizations = operation.body.invoke_host_function_op().auth;
    if (!authorizations.empty()) return operation;  // the caller brought them, signed
    authorizations = simulation.authorizations;
    for (xdr::SorobanAuthorizationEntry& entry : authorizations) {
        using enum xdr::SorobanCredentialsType;
        if (entry.credentials.type() == SOROBAN_CREDENTIALS_SOURCE_ACCOUNT) continue;
        const Address signer = TRY(signer_of(entry, source.account()));
        const KeyPair* key = key_for(signer, source, options);
        if (key == nullptr) {
            return fail(ErrorCode::permission_denied,
                        "{} needs the authorization of {}, whose key was not given",
                        detail::describe(operation), signer);
        }
        TRY(sign_authorization(
            entry, *key, simulation.latest_ledger + authorization_lifetime_ledgers, network_.id()));
    }
    return operation;
}

Result<PreparedTransaction> ContractCaller::assemble(const KeyPair& source, Load load,
                                                     std::int64_t sequence,
                                                     const CallOptions& options) {
    TRY(check_network(options.stop));
    const auto latest = TRY(rpc_.latest_ledger(options.stop));
    // An idle local network's last ledger may be old, and a test's clock may be ahead of ours.
    const std::uint64_t now = std::max(latest.close_time.value_or(0), now_s());
    const std::int64_t resource_fee = load.soroban_data ? load.soroban_data->resource_fee : 0;
    const auto operations = static_cast<std::int64_t>(load.operations.size());
    const std::int64_t fee =
        current_inclusion_fee(load.soroban_data.has_value(), options) * operations + resource_fee;
    if (fee > std::numeric_limits<std::uint32_t>::max()) {
        return fail(ErrorCode::resource_exhausted,
                    "a transaction can't offer {} stroops, which this one would cost", fee);
    }
    PreparedTransaction prepared{.not_after =
                                     now + static_cast<std::uint64_t>(options.valid_for.count())};
    prepared.envelope = build_transaction({.source = source.account(),
                                           .sequence = sequence,
                                           .fee_stroops = static_cast<std::uint32_t>(fee),
                                           .not_before = unique_start(now),
                                           .not_after = prepared.not_after,
                                           .operations = std::move(load.operations),
                                           .soroban_data = std::move(load.soroban_data)});
    TRY(sign(prepared.envelope, source, network_.id()));
    prepared.hash = TRY(transaction_hash(prepared.envelope, network_.id()));
    report(options,
           {.step = CallStep::signed_, .transaction_hash = prepared.hash, .fee_stroops = fee});
    return prepared;
}

Result<CallOutcome> ContractCaller::call(const KeyPair& source, const xdr::Operation& operation,
                                         const CallOptions& options) {
    return deliver([&] { return prepare(source, operation, options); }, paid_by(source, options));
}

Result<CallOutcome> ContractCaller::pay(const KeyPair& source,
                                        std::vector<xdr::Operation> operations,
                                        const CallOptions& options) {
    auto prepare_payment = [&]() -> Result<PreparedTransaction> {
        const auto account = TRY(rpc_.account(source.account(), options.stop));
        return assemble(source, {operations, std::nullopt}, account.sequence + 1, options);
    };
    return deliver(prepare_payment, paid_by(source, options));
}

Result<Hash> ContractCaller::upload(const KeyPair& source, Bytes wasm, const CallOptions& options) {
    const Hash hash = sha256(wasm);
    const auto key = xdr::LedgerKey::contract_code({.hash = hash});
    const auto found = TRY(rpc_.ledger_entries({key}, options.stop));
    const bool is_live = !found.entries.empty() &&
                         found.entries[0].live_until_ledger.value_or(0) >= found.latest_ledger;
    if (!is_live) TRY(call(source, upload_wasm(std::move(wasm)), options));
    return hash;
}

Result<ContractId> ContractCaller::create(const KeyPair& source, const Hash& wasm_hash,
                                          const Salt& salt,
                                          std::vector<xdr::ScVal> constructor_arguments,
                                          const CallOptions& options) {
    const Address deployer = source.account();
    TRY(call(source, create_contract(deployer, salt, wasm_hash, std::move(constructor_arguments)),
             options));
    return derive_contract_id(network_.id(), deployer, salt);
}

}  // namespace carrot::stellar
