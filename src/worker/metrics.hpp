// What the worker counts of its own work, for GET /metrics. Whoever does the work notes it here;
// what can be asked for (the journal, the engine, the GPUs) is asked for instead.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>

#include "worker/journal.hpp"
#include "worker/metrics_text.hpp"

namespace carrot::worker {

/// Since the worker started. Thread-safe.
class Metrics {
public:
    void note_step(Step step, std::chrono::milliseconds duration);
    void note_container_start();
    void note_payout(std::int64_t stroops);

    void write(MetricsText& text) const;

private:
    /// From one that only touches the journal to one that runs for days.
    static constexpr std::array bounds_s = {0.01, 0.05, 0.1,   0.25,   0.5,    1.0,     5.0,
                                            10.0, 60.0, 300.0, 1800.0, 7200.0, 28800.0, 86400.0};
    struct Durations {
        std::array<std::uint64_t, bounds_s.size() + 1> counts{};
        double sum_s = 0;
    };

    mutable std::mutex mutex_;
    std::map<Step, Durations> steps_;
    std::uint64_t container_starts_ = 0;
    std::int64_t earned_stroops_ = 0;
};

}  // namespace carrot::worker
