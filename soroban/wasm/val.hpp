// The word that contract and host speak in, and the kinds of it that host functions take and give.
//
// Val and its kinds are for the SDK and for raw calls of host functions; contracts use the types of
// soroban/interface.hpp. The encoding is rs-soroban-env's, soroban-env-common/src/val.rs.
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
    timepoint_small = 8,
    duration_small = 9,
    u128_small = 10,
    i128_small = 11,
    u256_small = 12,
    i256_small = 13,
    symbol_small = 14,
    u64_object = 64,
    i64_object = 65,
    timepoint_object = 66,
    duration_object = 67,
    u128_object = 68,
    i128_object = 69,
    u256_object = 70,
    i256_object = 71,
    bytes_object = 72,
    string_object = 73,
    symbol_object = 74,
    vec_object = 75,
    map_object = 76,
    address_object = 77,
    muxed_address_object = 78,
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

/// Ends the call with a host error, which rolls everything back. For what a well-meaning caller
/// cannot cause: a value of the wrong type, an overflow of money.
[[noreturn]] inline void trap() { __builtin_trap(); }

[[gnu::noinline]] inline Val expect(Val val, Tag tag) {
    if (!val.is(tag)) trap();
    return val;
}

// The host's names for what its functions take. Some of them promise one tag, others (U64Val,
// Symbol and the 256-bit integers) a small value or an object.
#define SOROBAN_VAL(Name)                                  \
    struct Name {                                          \
        Val val;                                           \
        constexpr operator Val() const { return val; }     \
        constexpr Name() = default;                        \
        constexpr explicit Name(Val value) : val(value) {} \
    }

SOROBAN_VAL(Void);
SOROBAN_VAL(ErrorVal);
SOROBAN_VAL(SymbolVal);
SOROBAN_VAL(U64Val);
SOROBAN_VAL(U256Val);
SOROBAN_VAL(I256Val);
SOROBAN_VAL(U64Object);
SOROBAN_VAL(I64Object);
SOROBAN_VAL(TimepointObject);
SOROBAN_VAL(DurationObject);
SOROBAN_VAL(U128Object);
SOROBAN_VAL(I128Object);
SOROBAN_VAL(U256Object);
SOROBAN_VAL(I256Object);
SOROBAN_VAL(BytesObject);
SOROBAN_VAL(StringObject);
SOROBAN_VAL(SymbolObject);
SOROBAN_VAL(VecObject);
SOROBAN_VAL(MapObject);
SOROBAN_VAL(AddressObject);
SOROBAN_VAL(MuxedAddressObject);
SOROBAN_VAL(ExecutableTagObject);

#undef SOROBAN_VAL

struct BoolVal {
    Val val;

    constexpr operator bool() const { return val.is(Tag::true_value); }
};

struct U32Val {
    Val val;

    constexpr U32Val(u32 number) : val(Val::of_upper(Tag::u32_value, number)) {}
    /// A place in linear memory.
    U32Val(const void* pointer)
        : U32Val(static_cast<u32>(reinterpret_cast<__UINTPTR_TYPE__>(pointer))) {}
    constexpr operator u32() const { return val.upper(); }
};

enum class StorageType : u64 { temporary = 0, persistent = 1, instance = 2 };

/// What extend_contract_instance_and_code_ttl_v2 extends (CAP-78).
enum class ContractTtlExtension : u64 { instance_and_code = 0, instance = 1, code = 2 };

}  // namespace soroban
