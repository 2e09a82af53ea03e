// A contract that plays the market's token or its registry, and calls somebody when it is called.
#pragma once

#include "contracts/gpu_registry/gpu_registry.hpp"
#include "soroban/interface.hpp"

namespace carrot::contracts::test {

using namespace soroban;
using gpu_registry::Gpu;

/// What becomes of a call whose ambush fails.
enum class Temper : u32 { insists = 0, shrugs = 1 };

/// The call that it makes.
struct Plan {
    Address target;
    Symbol function;
    Vec<Val> arguments;
    Temper temper;
};

struct Ambush {
    SOROBAN_CONTRACT(Ambush);

    /// The ambush was tried.
    SOROBAN_EVENT(Struck) { Data<bool> succeeded; };
    /// What a token's transfer would have moved.
    SOROBAN_EVENT(Moved) {
        Topic<Address> from;
        Topic<Address> to;
        Data<i128> amount;
    };

    SOROBAN_FUNCTION(void, prepare, (Plan plan));
    /// Whose GPU every id is.
    SOROBAN_FUNCTION(void, name_owner, (Address owner));

    // As a token: everybody has whatever they spend.
    SOROBAN_FUNCTION(void, transfer, (Address from, Address to, i128 amount));

    // As a registry: every GPU costs 1 an hour.
    SOROBAN_FUNCTION(Gpu, get_gpu, (u32 gpu_id));
    SOROBAN_FUNCTION(void, increment_job_count, (u32 gpu_id));
};

}  // namespace carrot::contracts::test
