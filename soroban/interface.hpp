// What a contract's interface header includes: the declarations and the value types, which are
// plain values natively and handles of host objects in wasm.
//
// u32 i32 u64 i64 i128 bool | Address | String (UTF-8 by custom, any bytes in fact) | Bytes |
// Vec<T> plain structs of these (a map by field name) | enum class E : u32 (a number)
#pragma once

#include "soroban/declare.hpp"
#if defined(__wasm__)
#include "soroban/wasm/types.hpp"
#else
#include "soroban/native/types.hpp"
#endif
