// soroban: the contract SDK, freestanding C++23 for wasm, headers only.
//
// A contract is one interface header (soroban/interface.hpp, see soroban/declare.hpp for how it is
// declared) and one source, which includes this header and defines the declared functions:
//
//   constexpr PersistentMap<Address, u32> totals;             // soroban/wasm/storage.hpp
//
//   u32 Counter::count(Address by, u32 step) {
//       by.require_auth();
//       require(step <= 10, Error::limit_reached);            // soroban/wasm/contract.hpp
//       …
//   }
//
// CMake's add_soroban_contract() builds the wasm, its exports and its spec from the declaration.
#pragma once

#include "soroban/interface.hpp"
#include "soroban/wasm/authorize.hpp"
#include "soroban/wasm/contract.hpp"
#include "soroban/wasm/cross_contract.hpp"
#include "soroban/wasm/crypto.hpp"
#include "soroban/wasm/entry.hpp"
#include "soroban/wasm/id_list.hpp"
#include "soroban/wasm/random.hpp"
#include "soroban/wasm/storage.hpp"
