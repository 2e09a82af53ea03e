#include "counter/counter.hpp"

#include "soroban/contract.hpp"

namespace counter {

constexpr InstanceItem<"total", u32> count;
constexpr PersistentMap<Address, u32> counts;

u32 Counter::increment(Address by) {
    by.require_auth();
    counts[by].set(counts[by].get_or(0) + 1);
    count.set(total() + 1);
    return total();
}

u32 Counter::total() { return count.get_or(0); }
u32 Counter::total_by(Address by) { return counts[by].get_or(0); }

}  // namespace counter
