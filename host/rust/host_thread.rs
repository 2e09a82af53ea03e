//! Every call runs on a thread of its own: contracts and deep XDR need more stack than a caller may
//! have, and a panic ends with that thread.

use std::any::Any;
use std::cell::RefCell;
use std::panic::{self, PanicHookInfo};
use std::sync::Once;
use std::thread;

use crate::bridge::ffi::{Failure, FailureKind};
use crate::failure::{Outcome, Result};

/// As much as Stellar RPC gives a simulation. Pages are taken only as they are used.
const STACK_BYTES: usize = 100 << 20;
const THREAD_NAME: &str = "carrot-host";

/// Runs `work` and waits for it. A panic becomes a failure.
pub fn run<T: Outcome>(work: impl FnOnce() -> Result<T> + Send) -> T {
    keep_panics_off_stderr();
    thread::scope(|scope| {
        let thread = thread::Builder::new()
            .name(THREAD_NAME.into())
            .stack_size(STACK_BYTES)
            .spawn_scoped(scope, || {
                panic::catch_unwind(panic::AssertUnwindSafe(work))
                    .unwrap_or_else(|payload| Err(panicked(payload)))
            })
            .map_err(|error| {
                let message =
                    format!("could not start a host thread with a 100 MiB stack: {error}");
                Failure::new(FailureKind::ResourceExhausted, message)
            })?;
        thread.join().unwrap_or_else(|payload| Err(panicked(payload)))
    })
    .unwrap_or_else(T::failed)
}

fn panicked(payload: Box<dyn Any + Send>) -> Failure {
    let reason = payload
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| payload.downcast_ref::<&str>().copied())
        .unwrap_or("unknown reason");
    let place = PANIC_PLACE.take().unwrap_or_else(|| "unknown place".into());
    Failure::new(FailureKind::Internal, format!("the Soroban host panicked at {place}: {reason}"))
}

thread_local! {
    static PANIC_PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// The failure tells what the default hook would print, and stderr belongs to the log.
fn keep_panics_off_stderr() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let default_hook = panic::take_hook();
        panic::set_hook(Box::new(move |info: &PanicHookInfo| {
            if thread::current().name() == Some(THREAD_NAME) {
                PANIC_PLACE.set(info.location().map(ToString::to_string));
            } else {
                default_hook(info);
            }
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_failure_that_names_its_place() {
        let failure: Failure = run(|| panic!("the ledger is upside down"));
        assert_eq!(failure.kind, FailureKind::Internal);
        assert!(failure.message.contains("rust/host_thread.rs:"), "{}", failure.message);
        assert!(failure.message.contains("the ledger is upside down"), "{}", failure.message);
    }

    #[test]
    fn a_deep_recursion_fits_the_stack() {
        fn dive(depth: usize) -> usize {
            let page = std::hint::black_box([depth; 512]);
            if depth == 0 { page[0] } else { dive(depth - 1) + page[511] }
        }
        let failure: Failure = run(|| {
            assert_eq!(dive(5_000), 5_000 * 5_001 / 2); // 40 MiB of frames
            Ok(Failure::default())
        });
        assert_eq!(failure.kind, FailureKind::None, "{}", failure.message);
    }
}
