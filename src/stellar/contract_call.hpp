// Transactions from intent to confirmation: simulate → assemble → sign → send → poll.
//
//   ContractCaller caller(rpc, network, clock);
//   auto job = TRY(caller.read(id, "get_job", {to_scval(job_id)}));
//   auto done = TRY(caller.call(key, invoke_contract(id, "claim_job", {…})));
//
// For a journal that survives a crash: prepare() → store hash and envelope → submit() → await().
// After a restart, find() by the hash says whether the earlier attempt landed; the same envelope
// may be submitted again any number of times, it applies at most once.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "stellar/contract_id.hpp"
#include "stellar/key_pair.hpp"
#include "stellar/network.hpp"
#include "stellar/operation.hpp"
#include "stellar/rpc_client.hpp"

namespace carrot::stellar {

namespace detail {
class FeeOffer;
}

/// How far a call has come.
enum class CallStep { restoring, simulated, signed_, sent, confirmed };

struct CallProgress {
    CallStep step = CallStep::simulated;
    Hash transaction_hash{};       ///< from `signed_` on
    std::uint32_t ledger = 0;      ///< when confirmed
    std::int64_t fee_stroops = 0;  ///< the most that will be charged; when confirmed, the charge
};

struct CallOptions {
    std::function<void(const CallProgress&)> on_progress{};
    std::stop_token stop{};
    /// The transaction's end: after this its absence is final, and await() says timed_out.
    std::chrono::seconds valid_for{120};
    /// Offered for inclusion on top of the resource fee, for each operation: what nine of ten
    /// transactions of the last ledgers paid (getFeeStats, p90), but at least and at most this. All
    /// that is offered stays below the cap for each operation of the transaction, in a fee bump
    /// too, which the network counts as one operation more.
    std::uint32_t inclusion_fee_stroops = 100;
    std::uint32_t inclusion_fee_cap_stroops = 1'000'000;
    /// How the cap's owner knows it, for messages that ask to raise it.
    std::string inclusion_fee_cap_name = "the limit of inclusion fees";
    /// Signs and pays for fee bumps: when the network refuses the fee, or does not include the
    /// transaction for some ledgers, it is offered again with twice the fee, until the cap. Unset:
    /// call() and pay() use their source, submit() and await() raise nothing.
    std::optional<KeyPair> fee_payer{};
    /// Added to the simulated resource fee, in percent, for state that moves before inclusion.
    std::uint32_t resource_fee_margin_percent = 15;
    /// Keys of other parties whose authorization the call needs.
    std::vector<KeyPair> other_signers{};
};

/// Built, signed and ready to be stored or sent.
struct PreparedTransaction {
    Hash hash{};
    xdr::TransactionEnvelope envelope{};
    std::uint64_t not_after = 0;  ///< Unix seconds of ledger time
};

struct CallOutcome {
    Hash transaction_hash{};
    std::uint32_t ledger = 0;
    std::uint64_t closed_at = 0;  ///< Unix seconds
    std::int64_t fee_charged_stroops = 0;
    xdr::ScVal return_value{};  ///< void for operations without one
    std::vector<xdr::ContractEvent> events{};
};

/// A contract's refusal: the number of its error, if `error` is one (code contract_failed, message
/// with "Error(Contract, #N)").
std::optional<std::uint32_t> contract_error_number(const Error& error);

/// Errors beyond RpcClient's: contract_failed (the contract's numbered error, see
/// contract_error_number()), failed_precondition (the host or the ledger refused: the reason
/// is in the message), timed_out (not included while it was valid, and can't be any more),
/// unavailable (also: the network wants a fee above the cap, or the node serves another network),
/// not_found (no such source account).
class ContractCaller {
public:
    /// `rpc` and `clock` outlive this object. Waiting between polls is the clock's.
    ContractCaller(RpcClient& rpc, Network network, Clock& clock);

    /// A function's value on the latest ledger, by simulation: free, without account or signature.
    Result<xdr::ScVal> read(const ContractId& contract, std::string_view function,
                            std::vector<xdr::ScVal> arguments, std::stop_token stop = {});

    /// The whole way. Restores archived entries first when simulation asks for it. Bad sequence
    /// numbers (another transaction of the account came between) are met by a new transaction, a
    /// busy server by sending again, a transaction that failed because the state it was simulated
    /// on had moved by a new one: each a bounded number of times.
    Result<CallOutcome> call(const KeyPair& source, const xdr::Operation& operation,
                             const CallOptions& options = {});

    /// Simulates, assembles and signs; sends nothing but a restore where one is needed.
    Result<PreparedTransaction> prepare(const KeyPair& source, const xdr::Operation& operation,
                                        const CallOptions& options = {});

    /// Hands it to the network; a duplicate is a success. Ends with the network's acceptance, not
    /// with inclusion.
    Result<void> submit(const PreparedTransaction& transaction, const CallOptions& options = {});

    /// Polls until it is in a ledger or can no longer be.
    Result<CallOutcome> await(const PreparedTransaction& transaction,
                              const CallOptions& options = {});

    /// What became of a transaction: its outcome, its failure as an error, or nothing when the
    /// network's retained history doesn't know it.
    Result<std::optional<CallOutcome>> find(const Hash& transaction_hash,
                                            std::stop_token stop = {});

    /// Payments and account creation: the same way without simulation.
    Result<CallOutcome> pay(const KeyPair& source, std::vector<xdr::Operation> operations,
                            const CallOptions& options = {});

    /// Uploads wasm; its hash. Does nothing when the network has it and it is live.
    Result<Hash> upload(const KeyPair& source, Bytes wasm, const CallOptions& options = {});

    /// Creates a contract from uploaded wasm, deployed by `source`.
    Result<ContractId> create(const KeyPair& source, const Hash& wasm_hash, const Salt& salt,
                              std::vector<xdr::ScVal> constructor_arguments,
                              const CallOptions& options = {});

    RpcClient& rpc() { return rpc_; }
    const Network& network() const { return network_; }

private:
    enum class Handover { accepted, superseded };
    /// What a transaction carries beyond its operations.
    struct Load {
        std::vector<xdr::Operation> operations;
        std::optional<xdr::SorobanTransactionData> soroban_data;
    };

    Result<Load> simulate_live(const KeyPair& source, xdr::Operation operation,
                               std::int64_t& sequence, const CallOptions& options);
    Result<void> restore(const KeyPair& source, const RestorePreamble& preamble,
                         std::int64_t sequence, const CallOptions& options);
    Result<xdr::Operation> authorize(const KeyPair& source, xdr::Operation operation,
                                     const Simulation& simulation, const CallOptions& options);
    Result<PreparedTransaction> assemble(const KeyPair& source, Load load, std::int64_t sequence,
                                         const CallOptions& options);
    Result<CallOutcome> deliver(const std::function<Result<PreparedTransaction>()>& prepare,
                                const CallOptions& options);
    Result<Handover> hand_over(const PreparedTransaction& transaction, detail::FeeOffer& offer,
                               bool maybe_sent_before, const CallOptions& options);
    Result<TransactionRecord> await_record(const PreparedTransaction& transaction,
                                           detail::FeeOffer& offer, const CallOptions& options);
    Result<void> offer_again(const PreparedTransaction& transaction, detail::FeeOffer& offer,
                             std::stop_token stop);
    Result<bool> is_in_ledger(const Hash& hash, std::stop_token stop);
    Result<bool> has_landed(const Hash& hash, std::uint32_t since_ledger, std::stop_token stop);
    Result<void> pause(std::chrono::milliseconds duration, std::stop_token stop);
    Result<void> check_network(std::stop_token stop);
    std::int64_t current_inclusion_fee(bool soroban, const CallOptions& options);
    /// Unix seconds, by the wall clock as it was when this object was made: if somebody sets it
    /// since, transactions end neither early nor late.
    std::uint64_t now_s() const;

    RpcClient& rpc_;
    Network network_;
    Clock& clock_;
    std::chrono::milliseconds boot_time_;  ///< Unix time
};

}  // namespace carrot::stellar
