#include "cli/finding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

namespace carrot::cli {
namespace {

std::string_view name_of(Health health) {
    switch (health) {
        case Health::good:
            return "good";
        case Health::note:
            return "note";
        case Health::bad:
            return "bad";
    }
    return "";
}

std::string mark_of(Health health, const Paint& paint) {
    switch (health) {
        case Health::good:
            return paint(Ink::green, "✓");
        case Health::note:
            return paint(Ink::yellow, "·");
        case Health::bad:
            return paint(Ink::red, "✗");
    }
    return "";
}

}  // namespace

boost::json::array to_document(const std::vector<Finding>& findings) {
    boost::json::array documents;
    for (const auto& finding : findings)
        documents.push_back({{"what", finding.what},
                             {"kind", finding.kind},
                             {"health", name_of(finding.health)},
                             {"finding", finding.finding},
                             {"remedy", finding.remedy}});
    return documents;
}

std::string to_text(const std::vector<Finding>& findings, const Paint& paint) {
    std::string text;
    for (const auto& finding : findings) {
        text += fmt::format("{} {:<18} {}\n", mark_of(finding.health, paint), finding.what,
                            printable(finding.finding));
        if (!finding.remedy.empty()) text += fmt::format("{:21}→ {}\n", "", finding.remedy);
    }
    return text;
}

std::size_t count_bad(const std::vector<Finding>& findings) {
    return static_cast<std::size_t>(std::ranges::count(findings, Health::bad, &Finding::health));
}

}  // namespace carrot::cli
