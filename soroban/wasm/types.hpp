// The host's value types in a contract: handles of values that the host keeps, plain numbers, and
// checked money. Nothing is decoded before it is looked at; most values only pass through a
// contract.
#pragma once

#include "soroban/wasm/address.hpp"
#include "soroban/wasm/compound.hpp"
#include "soroban/wasm/containers.hpp"
#include "soroban/wasm/integers.hpp"
#include "soroban/wasm/text.hpp"
