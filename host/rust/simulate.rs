//! Simulating: what a client must put into its transaction.

use std::pin::Pin;
use std::rc::Rc;

use soroban_env_host::LedgerInfo;
use soroban_env_host::xdr::{AccountId, InvokeHostFunctionOp, LedgerKey, SorobanTransactionData};
use soroban_simulation::AutoRestoringSnapshotSource;
use soroban_simulation::simulation::{
    InvokeHostFunctionSimulationResult, LedgerEntryDiff, SimulationAdjustmentConfig,
    simulate_extend_ttl_op, simulate_invoke_host_function_op, simulate_restore_op,
};

use crate::bridge::ffi::{
    Buffer, Estimate, FootprintSimulation, InvokeSimulation, Ledger, RecordRequest,
    SnapshotCallback, StateChange,
};
use crate::failure::{Failure, Result};
use crate::host_thread;
use crate::outcome::describe;
use crate::record::auth_mode;
use crate::settings::Settings;
use crate::snapshot::LedgerSnapshot;
use crate::xdr::{decode, decode_all, encode, encode_all, encode_option};

pub fn simulate_invoke(
    callback: Pin<&mut SnapshotCallback>,
    settings: &Settings,
    ledger: &Ledger,
    request: &RecordRequest,
) -> InvokeSimulation {
    host_thread::run(|| {
        let info = settings.ledger_info(ledger)?;
        let operation: InvokeHostFunctionOp = decode("operation", request.operation)?;
        let source: AccountId = decode("source account", request.source_account)?;
        let auth_mode = auth_mode(request, &operation)?;
        let mut margins = SimulationAdjustmentConfig::default_adjustment();
        let instructions = &mut margins.instructions;
        instructions.additive_factor = instructions.additive_factor.max(request.instruction_leeway);
        let snapshot = LedgerSnapshot::new(callback);
        let simulated = simulate_invoke_host_function_op(
            snapshot.clone(),
            &settings.network,
            &margins,
            &info,
            operation.host_function,
            auth_mode,
            &source,
            request.prng_seed,
            request.diagnostics,
        );
        snapshot.check()?;
        invoke_simulation(simulated.map_err(not_simulated)?)
    })
}

fn invoke_simulation(simulated: InvokeHostFunctionSimulationResult) -> Result<InvokeSimulation> {
    let changes: Result<Vec<Option<StateChange>>> =
        simulated.modified_entries.iter().map(state_change).collect();
    Ok(InvokeSimulation {
        error: simulated.invoke_result.as_ref().err().map(describe).unwrap_or_default(),
        estimate: simulated.transaction_data.as_ref().map_or(Ok(Estimate::default()), estimate)?,
        return_value: encode_option(simulated.invoke_result.as_ref().ok())?,
        auth_entries: encode_all(&simulated.auth)?,
        contract_events: encode_all(&simulated.contract_events)?,
        diagnostic_events: encode_all(&simulated.diagnostic_events)?,
        state_changes: changes?.into_iter().flatten().collect(),
        cpu_instructions: simulated.simulated_instructions.into(),
        memory_bytes: simulated.simulated_memory.into(),
        ..Default::default()
    })
}

/// None for an entry that the invocation both made and removed, or only looked for.
fn state_change(diff: &LedgerEntryDiff) -> Result<Option<StateChange>> {
    let Some(entry) = diff.state_before.as_ref().or(diff.state_after.as_ref()) else {
        return Ok(None);
    };
    Ok(Some(StateChange {
        key: encode(&entry.to_key())?,
        before: encode_option(diff.state_before.as_ref())?,
        after: encode_option(diff.state_after.as_ref())?,
    }))
}

pub fn simulate_extend_ttl(
    callback: Pin<&mut SnapshotCallback>,
    settings: &Settings,
    ledger: &Ledger,
    keys: &[Buffer],
    extend_to_ledgers: u32,
) -> FootprintSimulation {
    host_thread::run(|| {
        let info = settings.ledger_info(ledger)?;
        check_extension(&info, extend_to_ledgers)?;
        let keys: Vec<LedgerKey> = decode_all("ledger key", keys)?;
        let snapshot = LedgerSnapshot::new(callback);
        let result = extend(snapshot.clone(), settings, &info, &keys, extend_to_ledgers);
        snapshot.check()?;
        result
    })
}

/// Extends as if archived entries had been restored, and tells how to restore them.
fn extend(
    snapshot: Rc<LedgerSnapshot>,
    settings: &Settings,
    info: &LedgerInfo,
    keys: &[LedgerKey],
    extend_to_ledgers: u32,
) -> Result<FootprintSimulation> {
    let network = &settings.network;
    let margins = SimulationAdjustmentConfig::default_adjustment();
    let restoring = AutoRestoringSnapshotSource::new(snapshot, info).map_err(not_simulated)?;
    let extended =
        simulate_extend_ttl_op(&restoring, network, &margins, info, keys, extend_to_ledgers)
            .map_err(not_simulated)?;
    let restored =
        restoring.simulate_restore_keys_op(network, &margins, info).map_err(not_simulated)?;
    Ok(FootprintSimulation {
        estimate: estimate(&extended.transaction_data)?,
        restore_preamble: restored
            .map_or(Ok(Estimate::default()), |restored| estimate(&restored.transaction_data))?,
        ..Default::default()
    })
}

fn check_extension(info: &LedgerInfo, extend_to_ledgers: u32) -> Result<()> {
    let longest = info.max_entry_ttl.saturating_sub(1);
    if extend_to_ledgers > longest || info.sequence_number.checked_add(extend_to_ledgers).is_none()
    {
        let message =
            format!("could not extend by {extend_to_ledgers} ledgers: the most is {longest}");
        return Err(Failure::invalid_argument(message));
    }
    Ok(())
}

pub fn simulate_restore(
    callback: Pin<&mut SnapshotCallback>,
    settings: &Settings,
    ledger: &Ledger,
    keys: &[Buffer],
) -> FootprintSimulation {
    host_thread::run(|| {
        let info = settings.ledger_info(ledger)?;
        let keys: Vec<LedgerKey> = decode_all("ledger key", keys)?;
        let margins = SimulationAdjustmentConfig::default_adjustment();
        let snapshot = LedgerSnapshot::new(callback);
        let restored =
            simulate_restore_op(snapshot.as_ref(), &settings.network, &margins, &info, &keys);
        snapshot.check()?;
        let estimate = estimate(&restored.map_err(not_simulated)?.transaction_data)?;
        Ok(FootprintSimulation { estimate, ..Default::default() })
    })
}

fn estimate(data: &SorobanTransactionData) -> Result<Estimate> {
    Ok(Estimate { transaction_data: encode(data)?, min_resource_fee_stroops: data.resource_fee })
}

fn not_simulated(error: impl std::fmt::Display) -> Failure {
    Failure::failed_precondition(format!("could not simulate: {error:#}"))
}
