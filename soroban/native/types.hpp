// The host's value types where no host is: plain values of the standard library.
#pragma once

#include <compare>
#include <string>
#include <vector>

#include "soroban/detail/meta.hpp"

namespace soroban {

__extension__ using i128 = __int128;
__extension__ using u128 = unsigned __int128;

/// Unix seconds.
using Timestamp = u64;

using String = std::string;

template <class T>
using Vec = std::vector<T>;

/// An account (G…) or a contract (C…), as strkey text (SEP-23). Not checked here.
struct Address {
    std::string strkey;

    friend auto operator<=>(const Address&, const Address&) = default;
};

}  // namespace soroban
