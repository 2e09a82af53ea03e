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

void Metrics::note_image_pull(std::uint64_t size_bytes) {
    const std::lock_guard lock(mutex_);
    ++image_pulls_;
    pulled_bytes_ += size_bytes;
}

void Metrics::note_failed_image_pull() {
    const std::lock_guard lock(mutex_);
    ++failed_image_pulls_;
}

void Metrics::write(MetricsText& text) const {
    const std::lock_guard lock(mutex_);
    text.family("step_seconds", MetricsText::Kind::histogram,
                "How long a step of a job took, from its begin to the next step's.");
    for (const auto& [step, durations] : steps_)
        text.histogram({{"step", name_of(step)}}, bounds_s, durations.counts, durations.sum_s);
    text.counter("container_starts_total", "Containers started for jobs.",
                 static_cast<double>(container_starts_));
    text.family("image_pulls_total", MetricsText::Kind::counter,
                "Jobs whose image was pulled, by outcome.");
    text.sample({{"outcome", "pulled"}}, static_cast<double>(image_pulls_));
    text.sample({{"outcome", "failed"}}, static_cast<double>(failed_image_pulls_));
    text.counter("image_pulled_bytes_total", "Sizes of the images that were pulled for jobs.",
                 static_cast<double>(pulled_bytes_));
}

}  // namespace carrot::worker
