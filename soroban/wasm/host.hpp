// The host's functions in the forms that the SDK's types share.
//
// The functions themselves are namespace soroban::host, generated from the host's own list
// (soroban/generator): a contract may call any of them for which the SDK has no wrapper. Each kind
// of function that a contract uses makes all its calls dearer (about 6,500 instructions on
// protocol 28), which is why the types get along with few.
#pragma once

#include "soroban_host/functions.hpp"

namespace soroban::detail {

// These stay out of line: the conversions are most of a call's code.

[[gnu::noinline]] inline Val make_vec(const Val* vals, u32 count) {
    return host::vec_new_from_linear_memory(vals, count);
}
[[gnu::noinline]] inline void unpack_vec(Val vec, Val* vals, u32 count) {
    host::vec_unpack_to_linear_memory(VecObject(vec), vals, count);
}
[[gnu::noinline]] inline Val make_map(const Text* keys, const Val* vals, u32 count) {
    return host::map_new_from_linear_memory(keys, vals, count);
}
[[gnu::noinline]] inline void unpack_map(Val map, const Text* keys, Val* vals, u32 count) {
    host::map_unpack_to_linear_memory(MapObject(map), keys, vals, count);
}
[[gnu::noinline]] inline Val make_symbol(const char* chars, u32 size) {
    return host::symbol_new_from_linear_memory(chars, size);
}

}  // namespace soroban::detail
