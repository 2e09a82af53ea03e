// Time comes from one object, so that tests move it instead of waiting.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>

namespace carrot {

using TimePoint = std::chrono::sys_time<std::chrono::milliseconds>;

class Clock {
public:
    virtual ~Clock() = default;

    /// Wall-clock time, UTC.
    virtual TimePoint now() const = 0;

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
    bool sleep_for(std::chrono::milliseconds duration, std::stop_token stop) override;
    void advance(std::chrono::milliseconds duration);

    /// Blocks until `count` threads sleep on this clock, so that a test knows what an advance will
    /// wake.
    void wait_for_sleepers(int count);

private:
    mutable std::mutex mutex_;
    std::condition_variable_any moved_;
    std::condition_variable_any slept_;
    TimePoint now_;
    int sleepers_ = 0;
};

/// Whole seconds since 1970, the unit of ledger close times.
inline std::uint64_t unix_seconds(TimePoint time) {
    return static_cast<std::uint64_t>(
        std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count());
}

}  // namespace carrot
