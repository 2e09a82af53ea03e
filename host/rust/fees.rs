//! The fee functions of the host crate, fed from XDR.

use soroban_env_host::e2e_invoke::entry_size_for_rent;
use soroban_env_host::fees::{self, LedgerEntryRentChange, TransactionResources};
use soroban_env_host::ledger_info::get_key_durability;
use soroban_env_host::xdr::{
    ContractDataDurability, LedgerEntry, LedgerKey, SorobanTransactionData,
    SorobanTransactionDataExt,
};

use crate::bridge::ffi::{FeeOutcome, Operation, RentChange, RentFeeOutcome, RentSizeOutcome};
use crate::failure::{Failure, Result};
use crate::host_thread;
use crate::settings::Settings;
use crate::xdr::decode;

pub fn compute_resource_fee(
    settings: &Settings,
    operation: Operation,
    transaction_data: &[u8],
    transaction_size_bytes: u32,
    events_size_bytes: u32,
) -> FeeOutcome {
    host_thread::run(|| {
        let data: SorobanTransactionData = decode("transaction data", transaction_data)?;
        let resources = TransactionResources {
            instructions: data.resources.instructions,
            disk_read_entries: disk_read_entries(operation, &data),
            write_entries: count(data.resources.footprint.read_write.len()),
            disk_read_bytes: data.resources.disk_read_bytes,
            write_bytes: data.resources.write_bytes,
            contract_events_size_bytes: events_size_bytes,
            transaction_size_bytes,
        };
        let configuration = &settings.network.fee_configuration;
        let (non_refundable_stroops, refundable_stroops) =
            fees::compute_transaction_resource_fee(&resources, configuration);
        Ok(FeeOutcome { non_refundable_stroops, refundable_stroops, ..Default::default() })
    })
}

/// On disk are all entries to restore and all that aren't a contract's; live contract entries are in
/// memory (CAP-62, and stellar-core's count).
fn disk_read_entries(operation: Operation, data: &SorobanTransactionData) -> u32 {
    let footprint = &data.resources.footprint;
    if operation == Operation::RestoreFootprint {
        return count(footprint.read_write.len());
    }
    let keys = footprint.read_only.iter().chain(footprint.read_write.iter());
    let classic = keys.filter(|key| get_key_durability(key).is_none()).count();
    let archived = match &data.ext {
        SorobanTransactionDataExt::V0 => 0,
        SorobanTransactionDataExt::V1(ext) => ext.archived_soroban_entries.len(),
    };
    count(classic + archived)
}

fn count(entries: usize) -> u32 {
    entries.try_into().unwrap_or(u32::MAX)
}

pub fn compute_rent_fee(
    settings: &Settings,
    changes: &[RentChange],
    ledger_sequence: u32,
) -> RentFeeOutcome {
    host_thread::run(|| {
        let changes: Result<Vec<LedgerEntryRentChange>> = changes.iter().map(rent_change).collect();
        let configuration = &settings.network.rent_fee_configuration;
        let rent_fee_stroops = fees::compute_rent_fee(&changes?, configuration, ledger_sequence);
        Ok(RentFeeOutcome { rent_fee_stroops, ..Default::default() })
    })
}

fn rent_change(change: &RentChange) -> Result<LedgerEntryRentChange> {
    let key: LedgerKey = decode("ledger key", change.key)?;
    let durability = get_key_durability(&key).ok_or_else(|| {
        Failure::invalid_argument(format!("the ledger entry of {key:?} pays no rent"))
    })?;
    Ok(LedgerEntryRentChange {
        is_persistent: durability == ContractDataDurability::Persistent,
        is_code_entry: matches!(key, LedgerKey::ContractCode(_)),
        old_size_bytes: change.old_rent_size_bytes,
        new_size_bytes: change.new_rent_size_bytes,
        old_live_until_ledger: change.old_live_until_ledger,
        new_live_until_ledger: change.new_live_until_ledger,
    })
}

pub fn rent_size_bytes(settings: &Settings, ledger_entry: &[u8]) -> RentSizeOutcome {
    host_thread::run(|| {
        let entry: LedgerEntry = decode("ledger entry", ledger_entry)?;
        let budget = settings.enforcing_budget(0)?;
        let size_bytes =
            entry_size_for_rent(&budget, &entry, count(ledger_entry.len())).map_err(|error| {
                Failure::corrupt_data(format!(
                    "the ledger entry has no rent size: {:?}",
                    error.error
                ))
            })?;
        Ok(RentSizeOutcome { size_bytes, ..Default::default() })
    })
}
