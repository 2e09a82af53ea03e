//! XDR in and out, with limits, and with messages that name what was read.

use soroban_env_host::DEFAULT_XDR_RW_LIMITS;
use soroban_env_host::xdr::{LedgerEntry, LedgerKey, Limits, ReadXdr, WriteXdr};

use crate::bridge::ffi::{Buffer, OwnedBuffer};
use crate::failure::{Failure, Result};

const MAX_BYTES: usize = 16 << 20;

fn decode_as<T: ReadXdr>(bytes: &[u8]) -> std::result::Result<T, String> {
    if bytes.len() > MAX_BYTES {
        return Err(format!("{} bytes is more than {MAX_BYTES}", bytes.len()));
    }
    let limits = Limits { depth: DEFAULT_XDR_RW_LIMITS.depth, len: bytes.len() };
    T::from_xdr(bytes, limits).map_err(|error| error.to_string())
}

/// Decodes an argument; `what` names it, for example "host function".
pub fn decode<T: ReadXdr>(what: &str, bytes: &[u8]) -> Result<T> {
    decode_as(bytes).map_err(|reason| {
        Failure::invalid_argument(format!("could not read the {what} from XDR: {reason}"))
    })
}

pub fn decode_all<T: ReadXdr>(what: &str, buffers: &[Buffer]) -> Result<Vec<T>> {
    buffers.iter().map(|buffer| decode(what, buffer.bytes)).collect()
}

/// Decodes what the ledger stores under a key, and refuses another key's entry.
pub fn decode_stored_entry(key: &LedgerKey, bytes: &[u8]) -> Result<LedgerEntry> {
    let entry: LedgerEntry = decode_as(bytes).map_err(|reason| {
        Failure::corrupt_data(format!("could not read the ledger entry of {key:?}: {reason}"))
    })?;
    if entry.to_key() != *key {
        let found = entry.to_key();
        let message = format!("the ledger holds the entry of {found:?} under the key {key:?}");
        return Err(Failure::corrupt_data(message));
    }
    Ok(entry)
}

pub fn encode(value: &impl WriteXdr) -> Result<Vec<u8>> {
    value
        .to_xdr(DEFAULT_XDR_RW_LIMITS)
        .map_err(|error| Failure::internal(format!("could not write a result as XDR: {error}")))
}

pub fn encode_all<T: WriteXdr>(values: &[T]) -> Result<Vec<OwnedBuffer>> {
    values.iter().map(|value| Ok(OwnedBuffer { bytes: encode(value)? })).collect()
}

pub fn encode_option(value: Option<&impl WriteXdr>) -> Result<Vec<u8>> {
    value.map_or(Ok(vec![]), encode)
}
