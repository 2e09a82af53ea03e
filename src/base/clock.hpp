// Time comes from one object, so that tests move it instead of waiting.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <set>
#include <stop_token>

namespace carrot {

using TimePoint = std::chrono::sys_time<std::chrono::milliseconds>;

class Clock {
public:
    virtual ~Clock() = default;

    /// Wall-clock time, UTC. Whoever sets the machine's clock makes it jump.
    virtual TimePoint now() const = 0;

    /// Time since the machine started, its sleep included (CLOCK_BOOTTIME): the same for all
    /// processes, never jumps. What lasts is measured with it.
    virtual std::chrono::milliseconds since_boot() const = 0;

    /// Waits for `duration` of this clock's time, or until a stop is requested; true when the whole
    /// time passed.
    virtual bool sleep_for(std::chrono::milliseconds duration, std::stop_token stop) = 0;
};

/// The machine's clock.
Clock& system_clock();

/// A clock that stands still until it is advanced. Safe to use from several threads.
class ManualClock final : public Clock {
public:
    explicit ManualClock(TimePoint start);
    TimePoint now() const override;
    std::chrono::milliseconds since_boot() const override;
    bool sleep_for(std::chrono::milliseconds duration, std::stop_token stop) override;
    void advance(std::chrono::milliseconds duration);

    /// Sets the wall clock alone, as an owner or a time server does; nobody's sleep ends by it.
    void jump(std::chrono::milliseconds distance);

    /// Blocks until `count` threads sleep on this clock, so that a test knows what an advance will
    /// wake. Those that an advance has woken already don't count.
    void wait_for_sleepers(std::size_t count);

private:
    mutable std::mutex mutex_;
    std::condition_variable_any moved_;
    std::condition_variable_any slept_;
    const TimePoint start_;
    std::chrono::milliseconds passed_{0}, jumped_{0};
    std::multiset<std::chrono::milliseconds> wake_times_;
};

/// Whole seconds since 1970, the unit of ledger close times.
inline std::uint64_t unix_seconds(TimePoint time) {
    return static_cast<std::uint64_t>(
        std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count());
}

}  // namespace carrot
