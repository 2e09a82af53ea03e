//! The C++ ledger as the host's snapshot source.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::pin::Pin;
use std::rc::Rc;

use soroban_env_host::HostError;
use soroban_env_host::ledger_info::get_key_durability;
use soroban_env_host::storage::{EntryWithLiveUntil, SnapshotSource};
use soroban_env_host::xdr::{LedgerKey, ScErrorCode, ScErrorType};

use crate::bridge::ffi::{Failure, FailureKind, SnapshotCallback};
use crate::failure::Result;
use crate::xdr::{decode_stored_entry, encode};

// SAFETY: the calling C++ thread waits for the host thread, so only one of them uses it at a time.
unsafe impl Send for SnapshotCallback {}

/// Asks the callback once a key, and remembers the first failure, because the host turns every
/// failure of a snapshot into one error without a reason.
pub struct LedgerSnapshot {
    callback: Cell<*mut SnapshotCallback>,
    entries: RefCell<BTreeMap<Rc<LedgerKey>, Option<EntryWithLiveUntil>>>,
    failure: RefCell<Option<Failure>>,
}

impl LedgerSnapshot {
    /// The host keeps its sources in `Rc<dyn SnapshotSource>`, which has no lifetime for the borrow:
    /// the Rc must not outlive the call that lent `callback`.
    pub fn new(callback: Pin<&mut SnapshotCallback>) -> Rc<Self> {
        // SAFETY: the pointee is not moved, only called through the pointer.
        let callback = unsafe { callback.get_unchecked_mut() };
        Rc::new(LedgerSnapshot {
            callback: Cell::new(callback),
            entries: RefCell::default(),
            failure: RefCell::default(),
        })
    }

    /// The failure that a snapshot caused goes before what the host made of it.
    pub fn check(&self) -> Result<()> {
        self.failure.borrow_mut().take().map_or(Ok(()), Err)
    }

    fn read(&self, key: &LedgerKey) -> Result<Option<EntryWithLiveUntil>> {
        // SAFETY: `new` states who keeps the pointee alive; nobody else holds a reference to it.
        let callback = unsafe { Pin::new_unchecked(&mut *self.callback.get()) };
        let answer = callback.get(&encode(key)?);
        if answer.failed {
            return Err(Failure::new(FailureKind::Snapshot, "the ledger snapshot failed"));
        }
        if !answer.found {
            return Ok(None);
        }
        let entry = decode_stored_entry(key, &answer.entry)?;
        if answer.has_ttl != get_key_durability(key).is_some() {
            let missing =
                if answer.has_ttl { "has a TTL, but is not a contract's" } else { "has no TTL" };
            return Err(Failure::corrupt_data(format!("the ledger entry of {key:?} {missing}")));
        }
        Ok(Some((Rc::new(entry), answer.has_ttl.then_some(answer.live_until_ledger))))
    }
}

impl SnapshotSource for LedgerSnapshot {
    fn get(
        &self,
        key: &Rc<LedgerKey>,
    ) -> std::result::Result<Option<EntryWithLiveUntil>, HostError> {
        if let Some(entry) = self.entries.borrow().get(key) {
            return Ok(entry.clone());
        }
        match self.read(key) {
            Ok(entry) => {
                self.entries.borrow_mut().insert(key.clone(), entry.clone());
                Ok(entry)
            }
            Err(failure) => {
                self.failure.borrow_mut().get_or_insert(failure);
                Err((ScErrorType::Storage, ScErrorCode::InternalError).into())
            }
        }
    }
}
