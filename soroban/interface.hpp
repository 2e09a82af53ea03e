// What a contract's interface header includes: the declarations and the value types, which are
// plain values natively and handles of host objects in wasm.
//
// bool u32 u64 i128 | Timestamp (a u64) | Address | String (UTF-8 by custom, any bytes in fact)
// Vec<T> | plain structs (a map by field name) | enum class E : u32 (a number)
#pragma once

#include "soroban/declare.hpp"
#if defined(__wasm__)
#include "soroban/wasm/types.hpp"
#else
#include "soroban/native/types.hpp"
#endif
