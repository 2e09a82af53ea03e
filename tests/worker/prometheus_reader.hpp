// A strict reader of Prometheus' text exposition format 0.0.4, for tests: it takes what the
// format's grammar allows and what its best practices ask for, and nothing more.
#pragma once

#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>

namespace carrot::worker {

struct PrometheusFamily {
    std::string type, help;
    /// By the whole series: `name{label="value"}`.
    std::map<std::string, double> samples;
};

class PrometheusReader {
public:
    /// Throws std::runtime_error with the offending line.
    explicit PrometheusReader(std::string_view text);

    const std::map<std::string, PrometheusFamily>& families() const { return families_; }

    /// Throws std::out_of_range.
    double value(const std::string& family, const std::string& series) const {
        return families_.at(family).samples.at(series);
    }

private:
    void read_comment(std::string_view line);
    void read_sample(std::string_view line);
    void check_histogram(const std::string& name, const PrometheusFamily& family) const;

    std::map<std::string, PrometheusFamily> families_;
    std::string current_;
};

}  // namespace carrot::worker
