//! What crosses between C++ and Rust, and nothing else. C++ reaches it through detail/, never
//! directly: host.hpp documents every field.
//!
//! Borrowed slices go in, owned vectors come out. A failure travels inside the outcome, so that no
//! C++ exception is needed.

use crate::fees::{compute_rent_fee, compute_resource_fee, rent_size_bytes};
use crate::invoke::invoke;
use crate::record::record_invoke;
use crate::settings::{Settings, new_settings};
use crate::simulate::{simulate_extend_ttl, simulate_invoke, simulate_restore};
use crate::{env_host_version, host_protocol_version, xdr_version};

#[cxx::bridge(namespace = "carrot::host::ffi")]
pub mod ffi {
    #[derive(Debug, Default)]
    enum FailureKind {
        #[default]
        None,
        InvalidArgument,
        CorruptData,
        FailedPrecondition,
        ResourceExhausted,
        /// The snapshot's callback failed; C++ holds the error itself.
        Snapshot,
        /// A panic, or anything else that cannot be.
        Internal,
    }

    #[derive(Debug, Default)]
    struct Failure {
        kind: FailureKind,
        message: String,
    }

    struct Buffer<'a> {
        bytes: &'a [u8],
    }

    #[derive(Default)]
    struct OwnedBuffer {
        bytes: Vec<u8>,
    }

    struct FootprintEntry<'a> {
        found: bool,
        entry: &'a [u8],
        has_ttl: bool,
        live_until_ledger: u32,
    }

    /// What the snapshot's callback answers.
    struct SnapshotEntry {
        failed: bool,
        found: bool,
        entry: Vec<u8>,
        has_ttl: bool,
        live_until_ledger: u32,
    }

    struct Ledger {
        protocol_version: u32,
        sequence: u32,
        close_time_s: u64,
        network_id: [u8; 32],
        base_reserve_stroops: u32,
    }

    struct InvokeRequest<'a> {
        host_function: &'a [u8],
        resources: &'a [u8],
        source_account: &'a [u8],
        auth_entries: &'a [Buffer<'a>],
        footprint_entries: &'a [FootprintEntry<'a>],
        restored_read_write_indices: &'a [u32],
        prng_seed: [u8; 32],
        diagnostics: bool,
    }

    #[derive(Debug, Default)]
    enum InvokeStatus {
        #[default]
        InternalError,
        Success,
        Trapped,
        ResourceLimitExceeded,
    }

    #[derive(Default)]
    struct EntryChange {
        key: Vec<u8>,
        read_only: bool,
        has_new_entry: bool,
        new_entry: Vec<u8>,
        has_ttl: bool,
        key_hash: [u8; 32],
        old_live_until_ledger: u32,
        new_live_until_ledger: u32,
        old_rent_size_bytes: u32,
        new_rent_size_bytes: u32,
    }

    #[derive(Default)]
    struct InvokeOutcome {
        failure: Failure,
        status: InvokeStatus,
        return_value: Vec<u8>,
        error: Vec<u8>,
        message: String,
        changes: Vec<EntryChange>,
        contract_events: Vec<OwnedBuffer>,
        diagnostic_events: Vec<OwnedBuffer>,
        cpu_instructions: u64,
        memory_bytes: u64,
        rent_fee_stroops: i64,
    }

    #[derive(Debug)]
    enum AuthMode {
        Enforce,
        Record,
        RecordAllowNonroot,
    }

    struct RecordRequest<'a> {
        operation: &'a [u8],
        source_account: &'a [u8],
        auth_mode: AuthMode,
        use_address_v2: bool,
        prng_seed: [u8; 32],
        diagnostics: bool,
        instruction_leeway: u32,
    }

    #[derive(Default)]
    struct RecordedInvocation {
        failure: Failure,
        outcome: InvokeOutcome,
        auth_entries: Vec<OwnedBuffer>,
        resources: Vec<u8>,
        restored_read_write_indices: Vec<u32>,
    }

    /// Empty `before` or `after`: no entry.
    struct StateChange {
        key: Vec<u8>,
        before: Vec<u8>,
        after: Vec<u8>,
    }

    /// Empty `transaction_data`: there is none.
    #[derive(Default)]
    struct Estimate {
        transaction_data: Vec<u8>,
        min_resource_fee_stroops: i64,
    }

    #[derive(Default)]
    struct InvokeSimulation {
        failure: Failure,
        error: String,
        estimate: Estimate,
        return_value: Vec<u8>,
        auth_entries: Vec<OwnedBuffer>,
        contract_events: Vec<OwnedBuffer>,
        diagnostic_events: Vec<OwnedBuffer>,
        state_changes: Vec<StateChange>,
        cpu_instructions: u64,
        memory_bytes: u64,
    }

    #[derive(Default)]
    struct FootprintSimulation {
        failure: Failure,
        estimate: Estimate,
        restore_preamble: Estimate,
    }

    #[derive(Debug)]
    enum Operation {
        InvokeHostFunction,
        ExtendFootprintTtl,
        RestoreFootprint,
    }

    #[derive(Default)]
    struct FeeOutcome {
        failure: Failure,
        non_refundable_stroops: i64,
        refundable_stroops: i64,
    }

    struct RentChange<'a> {
        key: &'a [u8],
        old_rent_size_bytes: u32,
        new_rent_size_bytes: u32,
        old_live_until_ledger: u32,
        new_live_until_ledger: u32,
    }

    #[derive(Default)]
    struct RentFeeOutcome {
        failure: Failure,
        rent_fee_stroops: i64,
    }

    #[derive(Default)]
    struct RentSizeOutcome {
        failure: Failure,
        size_bytes: u32,
    }

    struct Limits {
        tx_max_instructions: i64,
        tx_memory_limit_bytes: u32,
        min_temporary_ttl_ledgers: u32,
        min_persistent_ttl_ledgers: u32,
        max_entry_ttl_ledgers: u32,
        rent_write_fee_per_kb_stroops: i64,
    }

    unsafe extern "C++" {
        include!("host/detail/snapshot_callback.hpp");

        /// Wraps the LedgerSnapshot; keeps the error that its callback returned.
        type SnapshotCallback;
        fn get(self: Pin<&mut SnapshotCallback>, ledger_key: &[u8]) -> SnapshotEntry;
    }

    extern "Rust" {
        type Settings;

        fn host_protocol_version() -> u32;
        fn env_host_version() -> String;
        fn xdr_version() -> String;

        fn new_settings() -> Box<Settings>;
        fn load(self: &mut Settings, snapshot: Pin<&mut SnapshotCallback>) -> Failure;
        fn limits(self: &Settings) -> Limits;

        fn invoke(settings: &Settings, ledger: &Ledger, request: &InvokeRequest) -> InvokeOutcome;
        fn record_invoke(
            snapshot: Pin<&mut SnapshotCallback>,
            settings: &Settings,
            ledger: &Ledger,
            request: &RecordRequest,
        ) -> RecordedInvocation;
        fn simulate_invoke(
            snapshot: Pin<&mut SnapshotCallback>,
            settings: &Settings,
            ledger: &Ledger,
            request: &RecordRequest,
        ) -> InvokeSimulation;
        fn simulate_extend_ttl(
            snapshot: Pin<&mut SnapshotCallback>,
            settings: &Settings,
            ledger: &Ledger,
            keys: &[Buffer],
            extend_to_ledgers: u32,
        ) -> FootprintSimulation;
        fn simulate_restore(
            snapshot: Pin<&mut SnapshotCallback>,
            settings: &Settings,
            ledger: &Ledger,
            keys: &[Buffer],
        ) -> FootprintSimulation;

        fn compute_resource_fee(
            settings: &Settings,
            operation: Operation,
            transaction_data: &[u8],
            transaction_size_bytes: u32,
            events_size_bytes: u32,
        ) -> FeeOutcome;
        fn compute_rent_fee(
            settings: &Settings,
            changes: &[RentChange],
            ledger_sequence: u32,
        ) -> RentFeeOutcome;
        fn rent_size_bytes(settings: &Settings, ledger_entry: &[u8]) -> RentSizeOutcome;
    }
}
