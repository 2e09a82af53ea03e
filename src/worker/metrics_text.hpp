// Prometheus' text exposition format, version 0.0.4.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace carrot::worker {

inline constexpr const char* metrics_content_type = "text/plain; version=0.0.4; charset=utf-8";

/// Writes metric families one after the other, each name with the prefix "carrot_worker_".
///
///     MetricsText text;
///     text.family("jobs_total", Kind::counter, "Jobs that have ended.");
///     text.sample({{"verdict", "completed"}}, 17);
class MetricsText {
public:
    enum class Kind : std::uint8_t { counter, gauge, histogram };
    using Labels = std::initializer_list<std::pair<std::string_view, std::string_view>>;

    /// Begins a family: the samples that follow are its. `name` without the prefix, in the format's
    /// characters ([a-zA-Z_][a-zA-Z0-9_]*).
    void family(std::string_view name, Kind kind, std::string_view help);

    void sample(Labels labels, double value);
    void sample(double value) { sample({}, value); }

    /// A family of one sample.
    void gauge(std::string_view name, std::string_view help, double value);
    void counter(std::string_view name, std::string_view help, double value);

    /// One histogram of the family: `counts` has one more than `bounds`, for what is beyond the
    /// last. Not cumulative yet.
    void histogram(Labels labels, std::span<const double> bounds,
                   std::span<const std::uint64_t> counts, double sum);

    std::string finish() && { return std::move(text_); }

private:
    void line(std::string_view suffix, Labels labels, std::string_view bound, double value);

    std::string name_;
    std::string text_;
};

}  // namespace carrot::worker
