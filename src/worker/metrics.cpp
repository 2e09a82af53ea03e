#include "worker/metrics.hpp"

#include <algorithm>

namespace carrot::worker {

void Metrics::note_step(Step step, std::chrono::milliseconds duration) {
    const auto seconds = std::chrono::duration<double>(duration).count();
    const auto bucket = std::ranges::lower_bound(bounds_s, seconds) - bounds_s.begin();
    const std::lock_guard lock(mutex_);
    auto& durations = steps_[step];
    ++durations.counts[static_cast<std::size_t>(bucket)];
    durations.sum_s += seconds;
}

void Metrics::note_container_start() {
    const std::lock_guard lock(mutex_);
    ++container_starts_;
}

void Metrics::note_payout(std::int64_t stroops) {
    const std::lock_guard lock(mutex_);
    earned_stroops_ += stroops;
}

void Metrics::write(MetricsText& text) const {
    const std::lock_guard lock(mutex_);
    text.family("step_seconds", MetricsText::Kind::histogram,
                "How long a step of a job took, from its begin to the next step's.");
    for (const auto& [step, durations] : steps_)
        text.histogram({{"step", name_of(step)}}, bounds_s, durations.counts, durations.sum_s);
    text.counter("container_starts_total", "Containers started for jobs.",
                 static_cast<double>(container_starts_));
    text.counter("earned_stroops_total",
                 "What completed jobs paid to the provider, the platform's fee deducted.",
                 static_cast<double>(earned_stroops_));
}

}  // namespace carrot::worker
