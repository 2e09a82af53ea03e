//! The network's settings, decoded once.

use std::pin::Pin;

use soroban_env_host::budget::Budget;
use soroban_env_host::{HostError, LedgerInfo};
use soroban_simulation::NetworkConfig;

use crate::bridge::ffi::{Failure, Ledger, Limits, SnapshotCallback};
use crate::failure::Result;
use crate::host_protocol_version;
use crate::host_thread;
use crate::snapshot::LedgerSnapshot;

// As soroban-simulation has them: how far work outside the contract's account may go.
const CPU_SHADOW_LIMIT_FACTOR: u64 = 10;
const MEMORY_SHADOW_LIMIT_FACTOR: u64 = 2;

#[derive(Default)]
pub struct Settings {
    pub network: NetworkConfig,
}

/// Settings to be filled by load().
pub fn new_settings() -> Box<Settings> {
    Box::default()
}

impl Settings {
    pub fn load(&mut self, callback: Pin<&mut SnapshotCallback>) -> Failure {
        host_thread::run(|| {
            let snapshot = LedgerSnapshot::new(callback);
            let network = NetworkConfig::load_from_snapshot(snapshot.as_ref());
            snapshot.check()?;
            self.network = network.map_err(|error| {
                Failure::failed_precondition(format!(
                    "could not load the network's settings: {error:#}"
                ))
            })?;
            Ok(Failure::default())
        })
    }

    pub fn limits(&self) -> Limits {
        Limits {
            tx_max_instructions: self.network.tx_max_instructions,
            tx_memory_limit_bytes: self.network.tx_memory_limit,
            min_temporary_ttl_ledgers: self.network.min_temp_entry_ttl,
            min_persistent_ttl_ledgers: self.network.min_persistent_entry_ttl,
            max_entry_ttl_ledgers: self.network.max_entry_ttl,
            rent_write_fee_per_kb_stroops: self.network.rent_fee_configuration.fee_per_rent_1kb,
        }
    }

    /// The budget of a transaction that declares `instructions`.
    pub fn enforcing_budget(&self, instructions: u32) -> Result<Budget> {
        Budget::try_from_configs(
            instructions.into(),
            self.network.tx_memory_limit.into(),
            self.network.cpu_cost_params.clone(),
            self.network.memory_cost_params.clone(),
        )
        .map_err(|error| unusable_cost_parameters(&error))
    }

    /// The budget that a simulation gets: the most that a transaction may declare.
    pub fn recording_budget(&self) -> Result<Budget> {
        let instructions = self.max_instructions();
        let memory_bytes = u64::from(self.network.tx_memory_limit);
        Budget::try_from_configs_with_shadow_limits(
            instructions,
            memory_bytes,
            instructions.saturating_mul(CPU_SHADOW_LIMIT_FACTOR),
            memory_bytes.saturating_mul(MEMORY_SHADOW_LIMIT_FACTOR),
            self.network.cpu_cost_params.clone(),
            self.network.memory_cost_params.clone(),
        )
        .map_err(|error| unusable_cost_parameters(&error))
    }

    pub fn max_instructions(&self) -> u64 {
        self.network.tx_max_instructions.try_into().unwrap_or(0)
    }

    pub fn ledger_info(&self, ledger: &Ledger) -> Result<LedgerInfo> {
        let own = host_protocol_version();
        if ledger.protocol_version != own {
            let given = ledger.protocol_version;
            let message =
                format!("the ledger's protocol is {given}, but this host runs protocol {own} only");
            return Err(Failure::invalid_argument(message));
        }
        let mut info = LedgerInfo {
            protocol_version: ledger.protocol_version,
            sequence_number: ledger.sequence,
            timestamp: ledger.close_time_s,
            network_id: ledger.network_id,
            base_reserve: ledger.base_reserve_stroops,
            ..Default::default()
        };
        self.network.fill_config_fields_in_ledger_info(&mut info);
        Ok(info)
    }
}

fn unusable_cost_parameters(error: &HostError) -> Failure {
    let reason = error.error;
    Failure::failed_precondition(format!("the network's cost parameters are unusable: {reason:?}"))
}
