#include "base/clock.hpp"

#include <ctime>
#include <iterator>

namespace carrot {
namespace {

class SystemClock final : public Clock {
public:
    TimePoint now() const override {
        return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    }

    std::chrono::milliseconds since_boot() const override {
        timespec time{};
        ::clock_gettime(CLOCK_BOOTTIME, &time);
        return std::chrono::seconds(time.tv_sec) + std::chrono::floor<std::chrono::milliseconds>(
                                                       std::chrono::nanoseconds(time.tv_nsec));
    }

    bool sleep_for(std::chrono::milliseconds duration, std::stop_token stop) override {
        std::mutex mutex;
        std::unique_lock lock(mutex);
        std::condition_variable_any never;
        never.wait_for(lock, stop, duration, [] { return false; });
        return !stop.stop_requested();
    }
};

}  // namespace

Clock& system_clock() {
    static SystemClock clock;
    return clock;
}

ManualClock::ManualClock(TimePoint start) : start_(start) {}

TimePoint ManualClock::now() const {
    std::lock_guard lock(mutex_);
    return start_ + passed_ + jumped_;
}

std::chrono::milliseconds ManualClock::since_boot() const {
    std::lock_guard lock(mutex_);
    return passed_;
}

bool ManualClock::sleep_for(std::chrono::milliseconds duration, std::stop_token stop) {
    std::unique_lock lock(mutex_);
    const auto sleep = wake_times_.insert(passed_ + duration);
    slept_.notify_all();
    const bool passed = moved_.wait(lock, stop, [&] { return passed_ >= *sleep; });
    wake_times_.erase(sleep);
    return passed;
}

void ManualClock::wait_for_sleepers(std::size_t count) {
    std::unique_lock lock(mutex_);
    slept_.wait(lock, [&] {
        const auto asleep = wake_times_.upper_bound(passed_);
        return static_cast<std::size_t>(std::distance(asleep, wake_times_.end())) >= count;
    });
}

void ManualClock::advance(std::chrono::milliseconds duration) {
    {
        std::lock_guard lock(mutex_);
        passed_ += duration;
    }
    moved_.notify_all();
}

void ManualClock::jump(std::chrono::milliseconds distance) {
    std::lock_guard lock(mutex_);
    jumped_ += distance;
}

}  // namespace carrot
