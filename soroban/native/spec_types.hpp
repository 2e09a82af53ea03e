// How the spec (SEP-48) names types: the numbers of Stellar-contract-spec.x, and what containers
// are made of.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "soroban/interface.hpp"

namespace soroban::native {

class XdrWriter {
public:
    void u32(std::uint32_t value) {
        for (int shift = 24; shift >= 0; shift -= 8)
            bytes_ += static_cast<char>(value >> shift);
    }
    void string(std::string_view text) {
        u32(static_cast<std::uint32_t>(text.size()));
        bytes_ += text;
        while (bytes_.size() % 4 != 0)
            bytes_ += '\0';
    }
    void append(const XdrWriter& other) { bytes_ += other.bytes_; }
    const std::string& bytes() const { return bytes_; }

private:
    std::string bytes_;
};

namespace detail {

// SCSpecType, SCSpecEntryKind and the event enums of Stellar-contract-spec.x.
enum SpecType : u32 {
    type_option = 1000,
    type_vec = 1002,
    type_map = 1004,
    type_tuple = 1005,
    type_bytes_n = 1006,
    type_udt = 2000,
};
enum EntryKind : u32 {
    entry_function = 0,
    entry_struct = 1,
    entry_union = 2,
    entry_enum = 3,
    entry_error_enum = 4,
    entry_event = 5,
};
enum UnionCaseKind : u32 { case_void = 0, case_tuple = 1 };
enum ParameterLocation : u32 { in_data = 0, in_topics = 1 };
enum DataFormat : u32 { data_single_value = 0, data_map = 2 };

inline constexpr u32 no_plain_type = ~0u;
template <class T>
inline constexpr u32 plain_type = no_plain_type;
template <>
inline constexpr u32 plain_type<Val> = 0;
template <>
inline constexpr u32 plain_type<bool> = 1;
template <>
inline constexpr u32 plain_type<u32> = 4;
template <>
inline constexpr u32 plain_type<i32> = 5;
template <>
inline constexpr u32 plain_type<u64> = 6;
template <>
inline constexpr u32 plain_type<i64> = 7;
template <>
inline constexpr u32 plain_type<Timepoint> = 8;
template <>
inline constexpr u32 plain_type<Duration> = 9;
template <>
inline constexpr u32 plain_type<u128> = 10;
template <>
inline constexpr u32 plain_type<i128> = 11;
template <>
inline constexpr u32 plain_type<U256> = 12;
template <>
inline constexpr u32 plain_type<I256> = 13;
template <>
inline constexpr u32 plain_type<Bytes> = 14;
template <>
inline constexpr u32 plain_type<String> = 16;
template <>
inline constexpr u32 plain_type<Symbol> = 17;
template <>
inline constexpr u32 plain_type<Address> = 19;
template <>
inline constexpr u32 plain_type<MuxedAddress> = 20;

template <class T>
struct WithoutTopic {
    using type = T;
};
template <class T>
struct WithoutTopic<Topic<T>> {
    using type = T;
};
template <class T>
struct WithoutTopic<Data<T>> {
    using type = T;
};

// What a type of the host's containers is made of. `write` hands each part to the visitor, after
// what the container itself puts before them.
template <class T>
struct Generic {
    static constexpr bool known = false;
};
template <class T>
struct Generic<Vec<T>> {
    static constexpr bool known = true;
    template <class Visitor>
    static void write(XdrWriter& out, Visitor visit) {
        out.u32(type_vec);
        visit.template operator()<T>();
    }
};
template <class K, class V>
struct Generic<Map<K, V>> {
    static constexpr bool known = true;
    template <class Visitor>
    static void write(XdrWriter& out, Visitor visit) {
        out.u32(type_map);
        visit.template operator()<K>();
        visit.template operator()<V>();
    }
};
template <class T>
struct Generic<Option<T>> {
    static constexpr bool known = true;
    template <class Visitor>
    static void write(XdrWriter& out, Visitor visit) {
        out.u32(type_option);
        visit.template operator()<T>();
    }
};
template <class... T>
struct Generic<Tuple<T...>> {
    static constexpr bool known = true;
    static_assert(sizeof...(T) <= 12, "a tuple in a contract's interface has at most 12 items");
    template <class Visitor>
    static void write(XdrWriter& out, Visitor visit) {
        out.u32(type_tuple);
        out.u32(sizeof...(T));
        (visit.template operator()<T>(), ...);
    }
};
template <u32 N>
struct Generic<BytesN<N>> {
    static constexpr bool known = true;
    template <class Visitor>
    static void write(XdrWriter& out, Visitor) {
        out.u32(type_bytes_n);
        out.u32(N);
    }
};

}  // namespace detail

}  // namespace soroban::native
