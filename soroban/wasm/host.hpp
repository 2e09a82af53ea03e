// The host's functions, as the wasm imports them, and the word they speak in.
//
// Each declaration is one row of the host's env.json: module, name, arguments. Nothing outside the
// SDK calls these; contracts use the types around them.
#pragma once

#include "soroban/detail/meta.hpp"

namespace soroban {

/// The kind of a Val: its low 8 bits.
enum class Tag : u32 {
    false_value = 0,
    true_value = 1,
    void_value = 2,
    error = 3,
    u32_value = 4,
    i32_value = 5,
    u64_small = 6,
    i64_small = 7,
    i128_small = 11,
    symbol_small = 14,
    u64_object = 64,
    i64_object = 65,
    i128_object = 69,
    bytes_object = 72,
    string_object = 73,
    symbol_object = 74,
    vec_object = 75,
    map_object = 76,
    address_object = 77,
};

/// A value of the host: an 8-bit tag below a 56-bit body, which holds a small value or a handle.
struct Val {
    u64 bits;

    static constexpr Val of(Tag tag, u64 body) { return {body << 8 | static_cast<u64>(tag)}; }
    /// U32 and I32 values and handles sit in the upper half of the word.
    static constexpr Val of_upper(Tag tag, u32 upper) {
        return {static_cast<u64>(upper) << 32 | static_cast<u64>(tag)};
    }

    constexpr Tag tag() const { return static_cast<Tag>(bits & 0xff); }
    constexpr bool is(Tag expected) const { return tag() == expected; }
    constexpr u32 upper() const { return static_cast<u32>(bits >> 32); }
    constexpr u64 body() const { return bits >> 8; }
    constexpr i64 signed_body() const { return static_cast<i64>(bits) >> 8; }
};

inline constexpr Val void_val = Val::of(Tag::void_value, 0);

enum class Durability : u64 { temporary = 0, persistent = 1, instance = 2 };

namespace host {

#define SOROBAN_IMPORT(module, name) \
    __attribute__((import_module(module), import_name(name))) extern

// clang-format off
SOROBAN_IMPORT("x", "0") i64 obj_cmp(Val a, Val b);
SOROBAN_IMPORT("x", "1") Val contract_event(Val topics, Val data);
SOROBAN_IMPORT("x", "4") Val get_ledger_timestamp();
SOROBAN_IMPORT("x", "5") Val fail_with_error(Val error);
SOROBAN_IMPORT("x", "7") Val get_current_contract_address();

SOROBAN_IMPORT("i", "_") Val obj_from_u64(u64 value);
SOROBAN_IMPORT("i", "0") u64 obj_to_u64(Val object);
SOROBAN_IMPORT("i", "6") Val obj_from_i128_pieces(i64 high, u64 low);
SOROBAN_IMPORT("i", "7") u64 obj_to_i128_lo64(Val object);
SOROBAN_IMPORT("i", "8") i64 obj_to_i128_hi64(Val object);

SOROBAN_IMPORT("m", "9") Val map_new_from_linear_memory(Val keys, Val vals, Val len);
SOROBAN_IMPORT("m", "a") Val map_unpack_to_linear_memory(Val map, Val keys, Val vals, Val len);

SOROBAN_IMPORT("v", "g") Val vec_new_from_linear_memory(Val vals, Val len);
SOROBAN_IMPORT("v", "h") Val vec_unpack_to_linear_memory(Val vec, Val vals, Val len);

SOROBAN_IMPORT("l", "_") Val put_contract_data(Val key, Val value, Durability durability);
SOROBAN_IMPORT("l", "0") Val has_contract_data(Val key, Durability durability);
SOROBAN_IMPORT("l", "1") Val get_contract_data(Val key, Durability durability);
SOROBAN_IMPORT("l", "7") Val extend_contract_data_ttl(Val key, Durability durability, Val threshold, Val extend_to);
SOROBAN_IMPORT("l", "8") Val extend_current_contract_instance_and_code_ttl(Val threshold, Val extend_to);

SOROBAN_IMPORT("d", "_") Val call(Val contract, Val function, Val arguments);

SOROBAN_IMPORT("b", "g") Val string_copy_to_linear_memory(Val string, Val from, Val to, Val len);
SOROBAN_IMPORT("b", "i") Val string_new_from_linear_memory(Val from, Val len);
SOROBAN_IMPORT("b", "j") Val symbol_new_from_linear_memory(Val from, Val len);
SOROBAN_IMPORT("b", "k") Val string_len(Val string);

SOROBAN_IMPORT("a", "0") Val require_auth(Val address);
// clang-format on

#undef SOROBAN_IMPORT

}  // namespace host

namespace detail {

// Places and lengths in linear memory go to the host as U32 values. These functions stay out of
// line: the conversions are most of a call's code.

inline Val host_u32(u32 value) { return Val::of_upper(Tag::u32_value, value); }
inline Val host_pointer(const void* pointer) {
    return host_u32(static_cast<u32>(reinterpret_cast<__UINTPTR_TYPE__>(pointer)));
}

[[gnu::noinline]] inline Val make_vec(const Val* vals, u32 count) {
    return host::vec_new_from_linear_memory(host_pointer(vals), host_u32(count));
}
[[gnu::noinline]] inline void unpack_vec(Val vec, Val* vals, u32 count) {
    host::vec_unpack_to_linear_memory(vec, host_pointer(vals), host_u32(count));
}
[[gnu::noinline]] inline Val make_map(const Text* keys, const Val* vals, u32 count) {
    return host::map_new_from_linear_memory(host_pointer(keys), host_pointer(vals),
                                            host_u32(count));
}
[[gnu::noinline]] inline void unpack_map(Val map, const Text* keys, Val* vals, u32 count) {
    host::map_unpack_to_linear_memory(map, host_pointer(keys), host_pointer(vals), host_u32(count));
}
[[gnu::noinline]] inline Val make_symbol(const char* chars, u32 size) {
    return host::symbol_new_from_linear_memory(host_pointer(chars), host_u32(size));
}

}  // namespace detail

/// Ends the call with a host error, which rolls everything back. For what a well-meaning caller
/// cannot cause: a value of the wrong type, an overflow of money.
[[noreturn]] inline void trap() { __builtin_trap(); }

}  // namespace soroban
