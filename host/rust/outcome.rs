//! What an invocation left behind, in the bridge's terms.

use soroban_env_host::HostError;
use soroban_env_host::budget::Budget;
use soroban_env_host::e2e_invoke::{LedgerEntryChange, extract_rent_changes};
use soroban_env_host::fees::compute_rent_fee;
use soroban_env_host::xdr::{
    ContractEvent, ContractEventBody, ContractEventType, ContractEventV0, DiagnosticEvent,
    ExtensionPoint, ScError, ScErrorCode, ScErrorType, ScSymbol, ScVal,
};

use crate::bridge::ffi::{EntryChange, InvokeOutcome, InvokeStatus};
use crate::failure::{Failure, Result};
use crate::settings::Settings;
use crate::xdr::{encode, encode_all};

impl InvokeOutcome {
    /// Notes what was spent; to be called when everything is metered.
    pub fn measure(&mut self, budget: &Budget) -> Result<()> {
        let unreadable = |error: HostError| Failure::internal(error.to_string());
        self.cpu_instructions = budget.get_cpu_insns_consumed().map_err(unreadable)?;
        self.memory_bytes = budget.get_mem_bytes_consumed().map_err(unreadable)?;
        Ok(())
    }

    pub fn succeed(
        &mut self,
        settings: &Settings,
        ledger_sequence: u32,
        return_value: Vec<u8>,
        changes: Vec<LedgerEntryChange>,
    ) {
        let rent_changes = extract_rent_changes(&changes);
        let rent_configuration = &settings.network.rent_fee_configuration;
        self.rent_fee_stroops =
            compute_rent_fee(&rent_changes, rent_configuration, ledger_sequence);
        self.status = InvokeStatus::Success;
        self.return_value = return_value;
        self.changes = changes.into_iter().map(EntryChange::from).collect();
    }

    /// `instruction_limit` decides between a trap and a limit, as stellar-core does.
    pub fn fail(
        &mut self,
        settings: &Settings,
        instruction_limit: u64,
        error: &HostError,
    ) -> Result<()> {
        let internal = error.error.is_code(ScErrorCode::InternalError)
            && !error.error.is_type(ScErrorType::Contract);
        let memory_limit = u64::from(settings.network.tx_memory_limit);
        let exceeded =
            self.cpu_instructions > instruction_limit || self.memory_bytes > memory_limit;
        self.status = match (internal, exceeded) {
            (true, _) => InvokeStatus::InternalError,
            (false, true) => InvokeStatus::ResourceLimitExceeded,
            (false, false) => InvokeStatus::Trapped,
        };
        self.error = encode(&ScVal::Error(sc_error(error)))?;
        self.message = describe(error);
        Ok(())
    }

    /// With diagnostics on, a failure ends with an event that tells its error.
    pub fn diagnose(
        &mut self,
        mut events: Vec<DiagnosticEvent>,
        error: Option<&HostError>,
    ) -> Result<()> {
        events.extend(error.map(|error| failure_event(sc_error(error))));
        self.diagnostic_events = encode_all(&events)?;
        Ok(())
    }
}

/// The host's account of an error, as Stellar RPC shows it.
pub fn describe(error: &HostError) -> String {
    format!("{error:?}").trim_end().to_string()
}

fn sc_error(error: &HostError) -> ScError {
    error.error.try_into().unwrap_or(ScError::Context(ScErrorCode::InternalError))
}

fn failure_event(error: ScError) -> DiagnosticEvent {
    let name = ScVal::Symbol(ScSymbol("host_fn_failed".try_into().unwrap_or_default()));
    let body = ContractEventV0 {
        topics: vec![name, ScVal::Error(error)].try_into().unwrap_or_default(),
        data: ScVal::Void,
    };
    DiagnosticEvent {
        in_successful_contract_call: false,
        event: ContractEvent {
            ext: ExtensionPoint::V0,
            contract_id: None,
            type_: ContractEventType::Diagnostic,
            body: ContractEventBody::V0(body),
        },
    }
}

impl From<LedgerEntryChange> for EntryChange {
    fn from(change: LedgerEntryChange) -> Self {
        let mut result = EntryChange {
            key: change.encoded_key,
            read_only: change.read_only,
            has_new_entry: change.encoded_new_value.is_some(),
            new_entry: change.encoded_new_value.unwrap_or_default(),
            old_rent_size_bytes: change.old_entry_size_bytes_for_rent,
            new_rent_size_bytes: change.new_entry_size_bytes_for_rent,
            ..Default::default()
        };
        if let Some(ttl) = change.ttl_change {
            result.has_ttl = true;
            result.key_hash = ttl.key_hash.try_into().unwrap_or_default();
            result.old_live_until_ledger = ttl.old_live_until_ledger;
            result.new_live_until_ledger = ttl.new_live_until_ledger;
        }
        result
    }
}
