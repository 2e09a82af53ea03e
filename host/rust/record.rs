//! Recording: an invocation whose footprint and authorizations are found out.

use std::pin::Pin;

use soroban_env_host::e2e_invoke::{
    InvokeHostFunctionRecordingModeResult, RecordingInvocationAuthMode,
    invoke_host_function_in_recording_mode,
};
use soroban_env_host::xdr::{AccountId, InvokeHostFunctionOp};

use crate::bridge::ffi::{
    AuthMode, InvokeOutcome, Ledger, RecordRequest, RecordedInvocation, SnapshotCallback,
};
use crate::failure::{Failure, Result};
use crate::host_thread;
use crate::settings::Settings;
use crate::snapshot::LedgerSnapshot;
use crate::xdr::{decode, encode, encode_all};

pub fn record_invoke(
    snapshot: Pin<&mut SnapshotCallback>,
    settings: &Settings,
    ledger: &Ledger,
    request: &RecordRequest,
) -> RecordedInvocation {
    host_thread::run(|| record(snapshot, settings, ledger, request))
}

fn record(
    callback: Pin<&mut SnapshotCallback>,
    settings: &Settings,
    ledger: &Ledger,
    request: &RecordRequest,
) -> Result<RecordedInvocation> {
    let info = settings.ledger_info(ledger)?;
    let operation: InvokeHostFunctionOp = decode("operation", request.operation)?;
    let source: AccountId = decode("source account", request.source_account)?;
    let budget = settings.recording_budget()?;
    let snapshot = LedgerSnapshot::new(callback);
    let mut diagnostics = vec![];
    let result = invoke_host_function_in_recording_mode(
        &budget,
        request.diagnostics,
        &operation.host_function,
        &source,
        auth_mode(request, &operation)?,
        info,
        snapshot.clone(),
        request.prng_seed,
        &mut diagnostics,
    );
    snapshot.check()?;

    let mut outcome = InvokeOutcome::default();
    outcome.measure(&budget)?;
    let mut recorded = RecordedInvocation::default();
    let error = match result {
        Ok(result) => take_recorded(settings, ledger, result, &mut recorded, &mut outcome)?,
        Err(error) => Some(error),
    };
    if let Some(error) = &error {
        outcome.fail(settings, settings.max_instructions(), error)?;
    }
    if request.diagnostics {
        outcome.diagnose(diagnostics, error.as_ref())?;
    }
    recorded.outcome = outcome;
    Ok(recorded)
}

fn take_recorded(
    settings: &Settings,
    ledger: &Ledger,
    result: InvokeHostFunctionRecordingModeResult,
    recorded: &mut RecordedInvocation,
    outcome: &mut InvokeOutcome,
) -> Result<Option<soroban_env_host::HostError>> {
    recorded.auth_entries = encode_all(&result.auth)?;
    recorded.resources = encode(&result.resources)?;
    recorded.restored_read_write_indices = result.restored_rw_entry_indices;
    match result.invoke_result {
        Ok(value) => {
            outcome.succeed(settings, ledger.sequence, encode(&value)?, result.ledger_changes);
            outcome.contract_events = encode_all(&result.contract_events)?;
            Ok(None)
        }
        Err(error) => Ok(Some(error)),
    }
}

pub fn auth_mode(
    request: &RecordRequest,
    operation: &InvokeHostFunctionOp,
) -> Result<RecordingInvocationAuthMode> {
    let recording =
        |root_only| RecordingInvocationAuthMode::recording(root_only, request.use_address_v2);
    match request.auth_mode {
        AuthMode::Enforce => Ok(RecordingInvocationAuthMode::Enforcing(operation.auth.to_vec())),
        AuthMode::Record => Ok(recording(true)),
        AuthMode::RecordAllowNonroot => Ok(recording(false)),
        _ => Err(Failure::invalid_argument("no such authorization mode")),
    }
}
