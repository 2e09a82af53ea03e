// Random numbers of the host's generator. The network's validators know its seed in advance: enough
// for fair chances among people, not for secrets.
#pragma once

#include "soroban/wasm/containers.hpp"
#include "soroban/wasm/text.hpp"

namespace soroban {

/// From `low` to `high`, both included; ends the call where low > high.
inline u64 random_between(u64 low, u64 high) {
    return host::prng_u64_in_inclusive_range(low, high);
}

inline Bytes random_bytes(u32 size) { return {host::prng_bytes_new(size)}; }

template <class T>
Vec<T> shuffled(Vec<T> items) {
    return {host::prng_vec_shuffle(items.object())};
}

/// Starts this call's random numbers anew from a seed.
inline void reseed_random(BytesN<32> seed) { host::prng_reseed(seed.bytes().object()); }

}  // namespace soroban
