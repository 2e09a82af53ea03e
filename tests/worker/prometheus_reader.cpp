#include "worker/prometheus_reader.hpp"

#include <fmt/format.h>

#include <cmath>
#include <regex>

namespace carrot::worker {
namespace {

void demand(bool condition, std::string_view line, std::string_view reason) {
    if (!condition) throw std::runtime_error(fmt::format("{}: {}", reason, line));
}

std::string family_of(const std::string& name, const std::string& type) {
    if (type != "histogram") return name;
    for (const std::string_view suffix : {"_bucket", "_sum", "_count"})
        if (name.ends_with(suffix)) return name.substr(0, name.size() - suffix.size());
    return name;
}

}  // namespace

PrometheusReader::PrometheusReader(std::string_view text) {
    demand(text.ends_with('\n'), text.substr(0, 80), "the last line does not end");
    while (!text.empty()) {
        const auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(line.size() + 1);
        demand(!line.empty(), "", "an empty line");
        if (line.starts_with('#'))
            read_comment(line);
        else
            read_sample(line);
    }
    for (const auto& [name, family] : families_)
        if (family.type == "histogram") check_histogram(name, family);
}

void PrometheusReader::read_comment(std::string_view line) {
    static const std::regex pattern(R"(# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+))");
    std::cmatch parts;
    demand(std::regex_match(line.begin(), line.end(), parts, pattern), line, "no HELP or TYPE");
    const auto name = parts[2].str();
    auto& family = families_[name];
    if (parts[1] == "HELP") {
        demand(family.help.empty() && family.samples.empty(), line, "a second HELP");
        family.help = parts[3];
        return;
    }
    static const std::set<std::string> types = {"counter", "gauge", "histogram"};
    demand(types.contains(parts[3]), line, "an unknown type");
    demand(family.type.empty() && !family.help.empty(), line, "a TYPE twice or before its HELP");
    demand(parts[3] != "counter" || name.ends_with("_total"), line, "a counter is *_total");
    family.type = parts[3];
    current_ = name;
}

void PrometheusReader::read_sample(std::string_view line) {
    const std::string label = R"re([a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*")re";
    const std::string number = R"re(NaN|[+-]Inf|[+-]?[0-9.]+(?:e[+-]?[0-9]+)?)re";
    static const std::regex pattern(fmt::format(
        R"re(([a-zA-Z_:][a-zA-Z0-9_:]*)(\{{{}(?:,{})*\}})? ({}))re", label, label, number));
    std::cmatch parts;
    demand(std::regex_match(line.begin(), line.end(), parts, pattern), line, "no sample");
    auto& family = families_[current_];
    demand(family_of(parts[1], family.type) == current_, line, "a sample of another family");
    const auto series = parts[1].str() + parts[2].str();
    const auto added = family.samples.emplace(series, std::stod(parts[3]));
    demand(added.second, line, "a series twice");
    demand(family.type == "gauge" || added.first->second >= 0, line, "a count below zero");
}

/// Buckets grow up to +Inf, which is the count.
void PrometheusReader::check_histogram(const std::string& name,
                                       const PrometheusFamily& family) const {
    static const std::regex bound(R"re((.*?),?le="([^"]+)"\})re");
    std::map<std::string, std::map<double, double>> buckets;
    for (const auto& [series, value] : family.samples) {
        std::smatch parts;
        if (!series.starts_with(name + "_bucket")) continue;
        demand(std::regex_match(series, parts, bound), series, "a bucket without le");
        buckets[parts[1].str().substr(name.size() + 7)][std::stod(parts[2])] = value;
    }
    for (const auto& [labels, counts] : buckets) {
        double last = 0;
        for (const auto& [le, count] : counts) {
            demand(count >= last, name + labels, "buckets that shrink");
            last = count;
        }
        demand(std::isinf(counts.rbegin()->first), name + labels, "no bucket +Inf");
        const auto rest = labels == "{" ? std::string() : labels + "}";
        demand(family.samples.at(name + "_count" + rest) == last, name + labels, "a wrong count");
        demand(family.samples.contains(name + "_sum" + rest), name + labels, "no sum");
    }
}

}  // namespace carrot::worker
