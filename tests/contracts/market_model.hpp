// What both contracts are supposed to do, as plain C++ without a chain: docs/protocol.md's rules
// for every call, the refusal's number or nothing.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "contracts/market_world.hpp"

namespace carrot::contracts::test {

/// The number of the error that a call ends with; nothing for a success.
using Refusal = std::optional<u32>;

class MarketModel {
public:
    struct Gpu {
        std::size_t owner;
        std::int64_t price;
        bool available = true;
        u32 jobs_done = 0;
    };
    struct Job {
        std::size_t consumer;
        u32 gpu;
        u32 hours;
        std::int64_t payment;
        JobStatus status = JobStatus::open;
        u64 claimed_at = 0;
    };

    static constexpr std::size_t parties = 3;

    MarketModel(u64 now_s, std::array<std::int64_t, parties> balances)
        : now_s_(now_s), balances_(balances) {}

    Refusal registers(std::size_t party, std::int64_t price);
    Refusal makes_available(std::size_t party, u32 gpu, bool available);
    Refusal prices(std::size_t party, u32 gpu, std::int64_t price);
    Refusal posts(std::size_t party, u32 gpu, u32 hours, std::int64_t payment);
    Refusal claims(std::size_t party, u32 job);
    Refusal completes(std::size_t party, u32 job);
    Refusal releases(std::size_t party, u32 job);
    Refusal cancels(std::size_t party, u32 job);
    Refusal withdraws();
    void passes(u64 seconds) { now_s_ += seconds; }

    const std::vector<Gpu>& gpus() const { return gpus_; }
    const std::vector<Job>& jobs() const { return jobs_; }
    std::int64_t fees() const { return fees_; }
    std::int64_t balance(std::size_t party) const { return balances_[party]; }

private:
    Refusal check_owner(std::size_t party, u32 gpu) const;
    Refusal check_claimer(std::size_t party, u32 job) const;
    void refund(Job& job);

    u64 now_s_;
    std::array<std::int64_t, parties> balances_;
    std::vector<Gpu> gpus_;
    std::vector<Job> jobs_;
    std::int64_t fees_ = 0;
};

}  // namespace carrot::contracts::test
