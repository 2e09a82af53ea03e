// host: the Soroban host (crates soroban-env-host and soroban-simulation, protocol 28) as a
// library: XDR bytes in, XDR bytes out. It is the only Rust of Carrot, and all that Soroban means
// (metering, fees, auth, rent, the asset contract, wasm validation at upload) happens in there.
//
//   auto settings = TRY(host::NetworkSettings::load(ledger));            // CONFIG_SETTING entries
//   auto simulation = TRY(host::simulate_invoke(ledger, settings, info, request));
//   auto outcome = TRY(host::invoke(settings, info, request));           // applies a transaction
//
// Ownership: every argument is borrowed for the call, every result is owned by the caller; nothing
// is kept on the Rust side but the NetworkSettings object. Each call blocks, and runs on a thread
// of its own with a 100 MiB stack. All functions may be called from several threads at once.
//
// Errors, in all functions: `invalid_argument` for XDR that doesn't decode (limits: depth 500,
// 16 MiB a value) and for arguments out of range; `corrupt_data` for ledger entries that don't
// decode or don't belong to their key; `internal` for a panic in the host; the snapshot's own error
// when its callback fails. A contract that fails is no such error: its outcome says so.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace carrot::host {

using Hash = std::array<std::uint8_t, 32>;

/// The one ledger protocol that this host runs.
std::uint32_t protocol_version();

/// Versions of the crates inside, for example "28.0.2".
struct CrateVersions {
    std::string soroban_env_host;
    std::string stellar_xdr;
};
CrateVersions crate_versions();

/// A ledger entry as it is stored.
struct StoredEntry {
    Bytes entry;  ///< LedgerEntry XDR
    /// Last ledger at which the entry lives. Required for CONTRACT_DATA and CONTRACT_CODE, absent
    /// for all others.
    std::optional<std::uint32_t> live_until_ledger;
};

/// The ledger as the host reads it. Implemented by whoever holds ledger entries.
class LedgerSnapshot {
public:
    virtual ~LedgerSnapshot() = default;

    /// The entry of a LedgerKey, nullopt where there is none. Archived and expired entries are
    /// returned too, with their old live_until_ledger. The answer to one key stays the same during
    /// a call of this room. It is called on another thread than the caller's, while the caller
    /// waits; never twice at once in one call.
    virtual Result<std::optional<StoredEntry>> get(BytesView ledger_key) = 0;
};

/// The ledger in which something is applied or simulated.
struct LedgerInfo {
    std::uint32_t protocol_version = 28;  ///< must equal protocol_version()
    std::uint32_t sequence = 0;
    std::uint64_t close_time_s = 0;  ///< seconds since 1970
    Hash network_id{};               ///< SHA-256 of the network's passphrase
    std::uint32_t base_reserve_stroops = 5'000'000;
};

/// The network's limits, TTL bounds, cost model and fee rates, decoded once from CONFIG_SETTING
/// entries. Cheap to move; immutable.
class NetworkSettings {
public:
    /// Reads CONTRACT_COMPUTE_V0, CONTRACT_LEDGER_COST_V0 and _EXT_V0, CONTRACT_HISTORICAL_DATA_V0,
    /// CONTRACT_EVENTS_V0, CONTRACT_BANDWIDTH_V0, STATE_ARCHIVAL, both CONTRACT_COST_PARAMS and
    /// LIVE_SOROBAN_STATE_SIZE_WINDOW. Fails with `failed_precondition` when one is missing.
    static Result<NetworkSettings> load(LedgerSnapshot& snapshot);

    NetworkSettings(NetworkSettings&&) noexcept;
    NetworkSettings& operator=(NetworkSettings&&) noexcept;
    ~NetworkSettings();

    /// Limits and TTL bounds as the settings state them.
    struct Limits {
        std::int64_t tx_max_instructions;
        std::uint32_t tx_memory_limit_bytes;
        std::uint32_t min_temporary_ttl_ledgers;
        std::uint32_t min_persistent_ttl_ledgers;
        std::uint32_t max_entry_ttl_ledgers;
        /// What one KB of ledger space costs a rent period at the present size of the state.
        std::int64_t rent_write_fee_per_kb_stroops;
    };
    [[nodiscard]] Limits limits() const;

    struct Impl;  ///< for this room
    [[nodiscard]] const Impl& impl() const { return *impl_; }

private:
    explicit NetworkSettings(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

enum class Diagnostics { off, on };

// ---- Applying -----------------------------------------------------------------------------------

/// One INVOKE_HOST_FUNCTION operation to apply, signatures and footprint enforced.
struct InvokeRequest {
    BytesView host_function;   ///< HostFunction
    BytesView resources;       ///< SorobanResources; `instructions` is the CPU limit of the call
    BytesView source_account;  ///< AccountID: the operation's source
    std::span<const Bytes> auth_entries;  ///< SorobanAuthorizationEntry
    /// One item for each footprint key: readOnly in order, then readWrite in order; nullopt where
    /// the ledger has no (live) entry. An entry that the transaction restores comes with its new
    /// live_until_ledger: sequence + min_persistent_ttl_ledgers - 1. Any other entry must be alive.
    std::span<const std::optional<StoredEntry>> footprint_entries;
    /// Indices into readWrite of the entries that this transaction restores: the
    /// archivedSorobanEntries of its SorobanTransactionData, where they were in fact archived.
    std::span<const std::uint32_t> restored_read_write_indices;
    /// Seed of the contracts' random numbers; equal seeds give equal runs.
    Hash prng_seed{};
    Diagnostics diagnostics = Diagnostics::off;
};

/// Why an invocation ended, by stellar-core's rules.
enum class InvokeStatus {
    success,
    /// The contract or the host refused: INVOKE_HOST_FUNCTION_TRAPPED.
    trapped,
    /// More instructions or memory used than allowed: INVOKE_HOST_FUNCTION_RESOURCE_LIMIT_EXCEEDED.
    /// Wasm stops a little before its last instruction, so that an endless loop counts as trapped;
    /// the outcome's `error` is SCE_BUDGET, SCEC_EXCEEDED_LIMIT in both cases.
    resource_limit_exceeded,
    /// The host found its own state or the inputs inconsistent (wrong TTLs, entries of the wrong
    /// type): txINTERNAL_ERROR.
    internal_error,
};

struct TtlChange {
    Hash key_hash{};  ///< SHA-256 of the LedgerKey: the key of the TTL entry
    std::uint32_t old_live_until_ledger = 0;  ///< 0: new or restored in this transaction
    std::uint32_t new_live_until_ledger = 0;  ///< never below the old one; 0: the entry is gone
};

/// What became of one footprint key. Unchanged entries are listed too.
struct LedgerEntryChange {
    Bytes key;               ///< LedgerKey
    bool read_only = false;  ///< by the footprint; then only the TTL can have grown
    /// The LedgerEntry after the call; nullopt for a read-only key, and for a read-write key whose
    /// entry doesn't exist (any more). lastModifiedLedgerSeq is the old one: the ledger sets it.
    std::optional<Bytes> new_entry;
    std::optional<TtlChange> ttl;  ///< for CONTRACT_DATA and CONTRACT_CODE keys
    std::uint32_t old_rent_size_bytes = 0;
    std::uint32_t new_rent_size_bytes = 0;
};

struct InvokeOutcome {
    InvokeStatus status = InvokeStatus::internal_error;
    Bytes return_value;   ///< ScVal; empty unless `success`
    Bytes error;          ///< ScVal of type SCV_ERROR; empty if `success`
    std::string message;  ///< the host's account of the failure; several lines with diagnostics on
    std::vector<LedgerEntryChange> changes;  ///< empty unless `success`, as are the contract events
    std::vector<Bytes> contract_events;      ///< ContractEvent
    std::vector<Bytes> diagnostic_events;    ///< DiagnosticEvent; with diagnostics on, always
    std::uint64_t cpu_instructions = 0;
    std::uint64_t memory_bytes = 0;
    std::int64_t rent_fee_stroops = 0;  ///< 0 unless `success`
};

Result<InvokeOutcome> invoke(const NetworkSettings& settings, const LedgerInfo& ledger,
                             const InvokeRequest& request);

// ---- Recording and simulating -------------------------------------------------------------------

/// How require_auth is answered.
enum class AuthMode {
    enforce,               ///< by the operation's own auth entries, signatures checked
    record,                ///< always yes; what was asked is recorded
    record_allow_nonroot,  ///< the same, also where the authorization doesn't start at the root
                           ///< call
};

/// Which credentials recorded auth entries carry (CAP-71).
enum class RecordedCredentials { address, address_v2 };

struct RecordRequest {
    BytesView operation;       ///< InvokeHostFunctionOp; its auth entries count with `enforce` only
    BytesView source_account;  ///< AccountID
    AuthMode auth_mode = AuthMode::record;
    RecordedCredentials credentials = RecordedCredentials::address;
    Hash prng_seed{};
    Diagnostics diagnostics = Diagnostics::on;
    /// For simulate_invoke: instructions to add to the measured ones, at least (default 50,000).
    std::uint32_t instruction_leeway = 0;
};

/// An invocation without a given footprint, limited by the network's limits for one transaction.
struct RecordedInvocation {
    InvokeOutcome outcome;
    std::vector<Bytes> auth_entries;  ///< SorobanAuthorizationEntry: recorded without signatures,
                                      ///< or the given ones
    Bytes resources;                  ///< SorobanResources as measured, without any margin
    std::vector<std::uint32_t> restored_read_write_indices;
};

/// Runs the operation against the snapshot and says all it would change, TTLs included: what a
/// contract's test wants. Archived entries are restored on the way; expired temporary ones are
/// gone.
Result<RecordedInvocation> record_invoke(LedgerSnapshot& snapshot, const NetworkSettings& settings,
                                         const LedgerInfo& ledger, const RecordRequest& request);

struct StateChange {
    Bytes key;                    ///< LedgerKey
    std::optional<Bytes> before;  ///< LedgerEntry
    std::optional<Bytes> after;   ///< LedgerEntry
};

/// What a client puts into its transaction: resources with margins, and the fee for them.
struct TransactionEstimate {
    Bytes transaction_data;  ///< SorobanTransactionData, its resourceFee included
    std::int64_t min_resource_fee_stroops = 0;
};

struct InvokeSimulation {
    std::string error;  ///< empty if the invocation succeeded; else only the diagnostic events, the
                        ///< instructions and the memory are filled
    TransactionEstimate estimate;
    Bytes return_value;                    ///< ScVal
    std::vector<Bytes> auth_entries;       ///< SorobanAuthorizationEntry
    std::vector<Bytes> contract_events;    ///< ContractEvent
    std::vector<Bytes> diagnostic_events;  ///< DiagnosticEvent: what Stellar RPC calls `events`
    std::vector<StateChange> state_changes;
    std::uint64_t cpu_instructions = 0;
    std::uint64_t memory_bytes = 0;
};

/// simulateTransaction's answer for an INVOKE_HOST_FUNCTION operation, with the margins that
/// Stellar RPC uses. Archived entries are restored by the transaction itself: they're in its
/// footprint and its archivedSorobanEntries.
Result<InvokeSimulation> simulate_invoke(LedgerSnapshot& snapshot, const NetworkSettings& settings,
                                         const LedgerInfo& ledger, const RecordRequest& request);

struct ExtendSimulation {
    TransactionEstimate estimate;
    /// The RESTORE_FOOTPRINT transaction that must come first, where a key is archived.
    std::optional<TransactionEstimate> restore_preamble;
};

/// For EXTEND_FOOTPRINT_TTL. Keys (LedgerKey each) that don't exist or live long enough are left
/// out of the footprint. `extend_to_ledgers` is at most max_entry_ttl_ledgers - 1.
Result<ExtendSimulation> simulate_extend_ttl(LedgerSnapshot& snapshot,
                                             const NetworkSettings& settings,
                                             const LedgerInfo& ledger, std::span<const Bytes> keys,
                                             std::uint32_t extend_to_ledgers);

/// For RESTORE_FOOTPRINT. Keys of live entries are left out; `failed_precondition` where one can't
/// be restored (missing, temporary or not a contract's).
Result<TransactionEstimate> simulate_restore(LedgerSnapshot& snapshot,
                                             const NetworkSettings& settings,
                                             const LedgerInfo& ledger, std::span<const Bytes> keys);

// ---- Fees ---------------------------------------------------------------------------------------

enum class Operation { invoke_host_function, extend_footprint_ttl, restore_footprint };

struct ResourceFee {
    std::int64_t non_refundable_stroops = 0;
    std::int64_t refundable_stroops = 0;  ///< for events and return value; rent comes on top
};

/// The fee for a transaction's declared resources. `transaction_size_bytes` is the size of its
/// envelope; `events_size_bytes` that of contract events and return value: 0 before applying.
Result<ResourceFee> compute_resource_fee(const NetworkSettings& settings, Operation operation,
                                         BytesView transaction_data,
                                         std::uint32_t transaction_size_bytes,
                                         std::uint32_t events_size_bytes);

/// One entry whose TTL or size has grown.
struct RentChange {
    BytesView key;                          ///< LedgerKey of CONTRACT_DATA or CONTRACT_CODE
    std::uint32_t old_rent_size_bytes = 0;  ///< 0: new or restored
    std::uint32_t new_rent_size_bytes = 0;
    std::uint32_t old_live_until_ledger = 0;  ///< 0: new or restored
    std::uint32_t new_live_until_ledger = 0;
};

/// The rent that extending or restoring entries costs. (invoke() has computed its own.)
Result<std::int64_t> compute_rent_fee(const NetworkSettings& settings,
                                      std::span<const RentChange> changes,
                                      std::uint32_t ledger_sequence);

/// The size by which a LedgerEntry pays rent: its XDR's, plus a module's memory for CONTRACT_CODE.
Result<std::uint32_t> rent_size_bytes(const NetworkSettings& settings, BytesView ledger_entry);

}  // namespace carrot::host
