//! The modules that count as cached: on the public networks every live contract's is, and the fee of
//! a simulated transaction relies on it. Entries that the transaction restores are parsed at its cost.

use std::fmt::Debug;

use soroban_env_host::budget::{AsBudget, Budget};
use soroban_env_host::xdr::{ContractCostParams, LedgerEntry, LedgerEntryData};
use soroban_env_host::{CompilationContext, Error, ErrorHandler, HostError, ModuleCache, Val};

use crate::failure::{Failure, Result};
use crate::host_protocol_version;

/// Parses at nobody's expense.
#[derive(Clone)]
struct Unmetered(Budget);

/// A cache of the modules among `entries`. One that doesn't parse is left out: it fails when called.
pub fn cache_modules<'a>(entries: impl Iterator<Item = &'a LedgerEntry>) -> Result<ModuleCache> {
    let unusable = |error: HostError| Failure::internal(format!("no module cache: {error}"));
    let free = ContractCostParams::default();
    let budget =
        Budget::try_from_configs(u64::MAX, u64::MAX, free.clone(), free).map_err(unusable)?;
    let context = Unmetered(budget);
    let cache = ModuleCache::new(&context).map_err(unusable)?;
    for entry in entries {
        if let LedgerEntryData::ContractCode(code) = &entry.data {
            let _ =
                cache.parse_and_cache_module_simple(&context, host_protocol_version(), &code.code);
        }
    }
    Ok(cache)
}

impl CompilationContext for Unmetered {}

impl AsBudget for Unmetered {
    fn as_budget(&self) -> &Budget {
        &self.0
    }
}

impl ErrorHandler for Unmetered {
    fn map_err<T, E>(&self, result: std::result::Result<T, E>) -> std::result::Result<T, HostError>
    where
        Error: From<E>,
        E: Debug,
    {
        result.map_err(HostError::from)
    }

    fn error(&self, error: Error, _message: &str, _arguments: &[Val]) -> HostError {
        HostError::from(error)
    }
}
