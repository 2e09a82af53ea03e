// Hashes and signatures, computed by the host. For BLS12-381, BN254 and Poseidon call namespace
// soroban::host.
#pragma once

#include "soroban/wasm/text.hpp"

namespace soroban {

inline BytesN<32> sha256(Bytes message) { return {host::compute_hash_sha256(message.object())}; }
inline BytesN<32> keccak256(Bytes message) {
    return {host::compute_hash_keccak256(message.object())};
}

/// Ends the call unless `signature` is the key's for `message` (RFC 8032).
inline void verify_ed25519(BytesN<32> public_key, Bytes message, BytesN<64> signature) {
    host::verify_sig_ed25519(public_key.bytes().object(), message.object(),
                             signature.bytes().object());
}

/// Ends the call unless `signature` (r and s, low s) is the key's (uncompressed, SEC 1) for the
/// digest.
inline void verify_secp256r1(BytesN<65> public_key, BytesN<32> digest, BytesN<64> signature) {
    host::verify_sig_ecdsa_secp256r1(public_key.bytes().object(), digest.bytes().object(),
                                     signature.bytes().object());
}

/// The key (uncompressed, SEC 1) that signed the digest. `recovery_id` is 0 to 3.
inline BytesN<65> recover_secp256k1(BytesN<32> digest, BytesN<64> signature, u32 recovery_id) {
    return {host::recover_key_ecdsa_secp256k1(digest.bytes().object(), signature.bytes().object(),
                                              recovery_id)};
}

}  // namespace soroban
