//! The Rust side of Carrot's host room: soroban-env-host and soroban-simulation behind a cxx bridge.
//! host.hpp is the interface; this crate only translates. Nothing in it may decide what Soroban means.

mod bridge;
mod failure;
mod fees;
mod host_thread;
mod invoke;
mod modules;
mod outcome;
mod record;
mod settings;
mod simulate;
mod snapshot;
mod xdr;

use soroban_env_host::VERSION;
use soroban_env_host::meta::INTERFACE_VERSION;

fn host_protocol_version() -> u32 {
    INTERFACE_VERSION.protocol
}

fn env_host_version() -> String {
    VERSION.pkg.to_string()
}

fn xdr_version() -> String {
    VERSION.xdr.pkg.to_string()
}
