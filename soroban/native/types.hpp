// The host's value types where no host is: plain values of the standard library.
#pragma once

#include <array>
#include <compare>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "soroban/detail/meta.hpp"

namespace soroban {

__extension__ using i128 = __int128;
__extension__ using u128 = unsigned __int128;

/// 256 bits as four 64-bit pieces, the highest first.
struct U256 {
    std::array<u64, 4> pieces{};
    friend auto operator<=>(const U256&, const U256&) = default;
};
/// Two's complement, as U256's bits.
struct I256 {
    std::array<u64, 4> pieces{};
    friend bool operator==(const I256&, const I256&) = default;
};

/// Unix seconds.
using Timestamp = u64;
struct Timepoint {
    u64 seconds = 0;
    friend auto operator<=>(const Timepoint&, const Timepoint&) = default;
};
struct Duration {
    u64 seconds = 0;
    friend auto operator<=>(const Duration&, const Duration&) = default;
};

using String = std::string;

/// At most 32 of a-z, A-Z, 0-9 and _. Not checked here.
struct Symbol {
    std::string text;
    friend auto operator<=>(const Symbol&, const Symbol&) = default;
};

struct Bytes {
    std::vector<u8> data;
    friend auto operator<=>(const Bytes&, const Bytes&) = default;
};

template <u32 N>
struct BytesN {
    std::array<u8, N> data{};
    friend auto operator<=>(const BytesN&, const BytesN&) = default;
};

template <class T>
using Vec = std::vector<T>;
template <class K, class V>
using Map = std::map<K, V>;
template <class T>
using Option = std::optional<T>;

/// An account (G…) or a contract (C…), as strkey text (SEP-23). Not checked here.
struct Address {
    std::string strkey;

    friend auto operator<=>(const Address&, const Address&) = default;
};

/// An address, or an account with an id (M…), as strkey text. Not checked here.
struct MuxedAddress {
    std::string strkey;

    friend auto operator<=>(const MuxedAddress&, const MuxedAddress&) = default;
};

/// Any value, as the XDR of its ScVal.
struct Val {
    std::string xdr;

    friend bool operator==(const Val&, const Val&) = default;
};

}  // namespace soroban
