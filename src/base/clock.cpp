#include "base/clock.hpp"

namespace carrot {
namespace {

class SystemClock final : public Clock {
public:
    TimePoint now() const override {
        return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
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

ManualClock::ManualClock(TimePoint start) : now_(start) {}

TimePoint ManualClock::now() const {
    std::lock_guard lock(mutex_);
    return now_;
}

bool ManualClock::sleep_for(std::chrono::milliseconds duration, std::stop_token stop) {
    std::unique_lock lock(mutex_);
    const auto until = now_ + duration;
    ++sleepers_;
    slept_.notify_all();
    const bool passed = moved_.wait(lock, stop, [&] { return now_ >= until; });
    --sleepers_;
    return passed;
}

void ManualClock::wait_for_sleepers(int count) {
    std::unique_lock lock(mutex_);
    slept_.wait(lock, [&] { return sleepers_ >= count; });
}

void ManualClock::advance(std::chrono::milliseconds duration) {
    {
        std::lock_guard lock(mutex_);
        now_ += duration;
    }
    moved_.notify_all();
}

}  // namespace carrot
