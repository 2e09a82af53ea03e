//! Applying: an invocation with footprint and signatures enforced.

use soroban_env_host::budget::Budget;
use soroban_env_host::e2e_invoke::{
    InvokeHostFunctionResult, TtlLedgerEntryMeta, entry_size_for_rent, invoke_host_function,
};
use soroban_env_host::ledger_info::get_key_durability;
use soroban_env_host::xdr::{
    AccountId, DiagnosticEvent, HostFunction, LedgerEntry, LedgerKey, SorobanAuthorizationEntry,
    SorobanResources,
};
use soroban_env_host::{HostError, LedgerInfo, ModuleCache};

use crate::bridge::ffi::{FootprintEntry, InvokeOutcome, InvokeRequest, Ledger, OwnedBuffer};
use crate::failure::{Failure, Result};
use crate::host_thread;
use crate::modules::cache_modules;
use crate::settings::Settings;
use crate::xdr::{decode, decode_all, decode_stored_entry};

/// One key of the footprint as the host takes it, and decoded.
struct Entry<'a> {
    encoded: Option<&'a [u8]>,
    ttl: Option<TtlLedgerEntryMeta>,
    decoded: Option<LedgerEntry>,
}

pub fn invoke(settings: &Settings, ledger: &Ledger, request: &InvokeRequest) -> InvokeOutcome {
    host_thread::run(|| apply(settings, ledger, request))
}

fn apply(settings: &Settings, ledger: &Ledger, request: &InvokeRequest) -> Result<InvokeOutcome> {
    let info = settings.ledger_info(ledger)?;
    let resources = check_arguments(request)?;
    let entries = read_entries(settings, &info, &resources, request.footprint_entries)?;
    let modules = cached_modules(&resources, request, &entries)?;
    let budget = settings.enforcing_budget(resources.instructions)?;
    let mut diagnostics = vec![];
    let result = run(&budget, info, request, &entries, modules, &mut diagnostics);

    let mut outcome = InvokeOutcome::default();
    outcome.measure(&budget)?;
    let error = match result {
        Ok(InvokeHostFunctionResult {
            encoded_invoke_result: Ok(value),
            ledger_changes,
            encoded_contract_events,
        }) => {
            outcome.succeed(settings, ledger.sequence, value, ledger_changes);
            outcome.contract_events =
                encoded_contract_events.into_iter().map(|bytes| OwnedBuffer { bytes }).collect();
            None
        }
        Ok(InvokeHostFunctionResult { encoded_invoke_result: Err(error), .. }) | Err(error) => {
            Some(error)
        }
    };
    if let Some(error) = &error {
        outcome.fail(settings, resources.instructions.into(), error)?;
    }
    if request.diagnostics {
        outcome.diagnose(diagnostics, error.as_ref())?;
    }
    Ok(outcome)
}

fn run(
    budget: &Budget,
    info: LedgerInfo,
    request: &InvokeRequest,
    entries: &[Entry],
    modules: ModuleCache,
    diagnostics: &mut Vec<DiagnosticEvent>,
) -> std::result::Result<InvokeHostFunctionResult, HostError> {
    let auth_entries: Vec<&[u8]> = request.auth_entries.iter().map(|entry| entry.bytes).collect();
    invoke_host_function(
        budget,
        request.diagnostics,
        request.host_function,
        request.resources,
        request.restored_read_write_indices,
        request.source_account,
        auth_entries.into_iter(),
        info,
        entries.iter().map(|entry| (entry.encoded, entry.ttl)),
        request.prng_seed.as_slice(),
        diagnostics,
        None,
        Some(modules),
    )
}

/// The host would make its internal error of these, without saying which it was.
fn check_arguments(request: &InvokeRequest) -> Result<SorobanResources> {
    decode::<HostFunction>("host function", request.host_function)?;
    decode::<AccountId>("source account", request.source_account)?;
    decode_all::<SorobanAuthorizationEntry>("authorization entry", request.auth_entries)?;
    let resources: SorobanResources = decode("resources", request.resources)?;
    let read_write = resources.footprint.read_write.len();
    for index in request.restored_read_write_indices {
        if *index as usize >= read_write {
            let message = format!(
                "restored entry {index} is not among the {read_write} of the read-write footprint"
            );
            return Err(Failure::invalid_argument(message));
        }
    }
    Ok(resources)
}

fn read_entries<'a>(
    settings: &Settings,
    info: &LedgerInfo,
    resources: &SorobanResources,
    given: &'a [FootprintEntry<'a>],
) -> Result<Vec<Entry<'a>>> {
    let footprint = &resources.footprint;
    let key_count = footprint.read_only.len() + footprint.read_write.len();
    if given.len() != key_count {
        let given = given.len();
        let message = format!("the footprint has {key_count} keys, but {given} entries were given");
        return Err(Failure::invalid_argument(message));
    }
    let budget = settings.enforcing_budget(0)?;
    let keys = footprint.read_only.iter().chain(footprint.read_write.iter());
    keys.zip(given).map(|(key, entry)| read_entry(&budget, info, key, entry)).collect()
}

fn read_entry<'a>(
    budget: &Budget,
    info: &LedgerInfo,
    key: &LedgerKey,
    given: &FootprintEntry<'a>,
) -> Result<Entry<'a>> {
    if !given.found {
        return Ok(Entry { encoded: None, ttl: None, decoded: None });
    }
    let entry = decode_stored_entry(key, given.entry)?;
    let needs_ttl = get_key_durability(key).is_some();
    if needs_ttl != given.has_ttl {
        let verb = if needs_ttl { "needs" } else { "can't have" };
        let message = format!("the ledger entry of {key:?} {verb} a TTL");
        return Err(Failure::invalid_argument(message));
    }
    let ttl = if needs_ttl { Some(ttl_of(budget, info, key, given, &entry)?) } else { None };
    Ok(Entry { encoded: Some(given.entry), ttl, decoded: Some(entry) })
}

fn ttl_of(
    budget: &Budget,
    info: &LedgerInfo,
    key: &LedgerKey,
    given: &FootprintEntry,
    entry: &LedgerEntry,
) -> Result<TtlLedgerEntryMeta> {
    let live_until_ledger = given.live_until_ledger;
    if live_until_ledger < info.sequence_number {
        let message = format!(
            "the ledger entry of {key:?} lived until ledger {live_until_ledger}: restore it or leave it \
             out in ledger {}",
            info.sequence_number
        );
        return Err(Failure::invalid_argument(message));
    }
    let size = given.entry.len().try_into().unwrap_or(u32::MAX);
    let entry_size_for_rent = entry_size_for_rent(budget, entry, size).map_err(|error| {
        Failure::corrupt_data(format!("no rent size for {key:?}: {:?}", error.error))
    })?;
    Ok(TtlLedgerEntryMeta { live_until_ledger, entry_size_for_rent })
}

/// Of the entries that were alive before the transaction.
fn cached_modules(
    resources: &SorobanResources,
    request: &InvokeRequest,
    entries: &[Entry],
) -> Result<ModuleCache> {
    let first_read_write = resources.footprint.read_only.len();
    let restored = |position: usize| {
        let indices = request.restored_read_write_indices;
        indices.iter().any(|index| first_read_write + *index as usize == position)
    };
    let live = entries.iter().enumerate().filter(|(position, _)| !restored(*position));
    cache_modules(live.filter_map(|(_, entry)| entry.decoded.as_ref()))
}
