#include "worker/metrics_text.hpp"

#include <fmt/format.h>

#include <cmath>

namespace carrot::worker {
namespace {

enum class Place : std::uint8_t { help, label };

std::string escaped(std::string_view text, Place place) {
    std::string out;
    for (const char c : text) {
        if (c == '\\' || (c == '"' && place == Place::label)) out += '\\';
        if (c == '\n')
            out += "\\n";
        else
            out += c;
    }
    return out;
}

std::string number(double value) {
    if (std::isnan(value)) return "NaN";
    if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
    return fmt::format("{}", value);
}

std::string_view name_of(MetricsText::Kind kind) {
    switch (kind) {
        case MetricsText::Kind::counter:
            return "counter";
        case MetricsText::Kind::gauge:
            return "gauge";
        case MetricsText::Kind::histogram:
            return "histogram";
    }
    return "untyped";
}

}  // namespace

void MetricsText::family(std::string_view name, Kind kind, std::string_view help) {
    name_ = fmt::format("carrot_worker_{}", name);
    text_ += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name_, escaped(help, Place::help), name_,
                         name_of(kind));
}

void MetricsText::sample(Labels labels, double value) { line("", labels, "", value); }

void MetricsText::gauge(std::string_view name, std::string_view help, double value) {
    family(name, Kind::gauge, help);
    sample(value);
}

void MetricsText::counter(std::string_view name, std::string_view help, double value) {
    family(name, Kind::counter, help);
    sample(value);
}

void MetricsText::histogram(Labels labels, std::span<const double> bounds,
                            std::span<const std::uint64_t> counts, double sum) {
    std::uint64_t total = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        total += counts[i];
        line("_bucket", labels, i < bounds.size() ? number(bounds[i]) : "+Inf",
             static_cast<double>(total));
    }
    line("_sum", labels, "", sum);
    line("_count", labels, "", static_cast<double>(total));
}

void MetricsText::line(std::string_view suffix, Labels labels, std::string_view bound,
                       double value) {
    std::string list;
    for (const auto& [name, content] : labels)
        list += fmt::format("{}{}=\"{}\"", list.empty() ? "" : ",", name,
                            escaped(content, Place::label));
    if (!bound.empty()) list += fmt::format("{}le=\"{}\"", list.empty() ? "" : ",", bound);
    if (!list.empty()) list = fmt::format("{{{}}}", list);
    text_ += fmt::format("{}{}{} {}\n", name_, suffix, list, number(value));
}

}  // namespace carrot::worker
