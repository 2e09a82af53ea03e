// What a contract's interface header includes: the declarations and the value types, which are
// plain values natively and handles of host objects in wasm.
//
// bool u32 i32 u64 i64 u128 i128 U256 I256 | Timestamp (a u64) Timepoint Duration
// Address MuxedAddress | String (UTF-8 by custom, any bytes in fact) Symbol Bytes BytesN<N>
// Vec<T> Map<K, V> Tuple<T…> Option<T> | Val (any of them)
// plain structs (a map by field name) | enum class E : u32 (a number) | Union<…>
// (soroban/union.hpp)
#pragma once

#include "soroban/declare.hpp"
#include "soroban/tuple.hpp"
#include "soroban/union.hpp"
#if defined(__wasm__)
#include "soroban/wasm/types.hpp"
#else
#include "soroban/native/types.hpp"
#endif
