#include "worker/image_allow_list.hpp"

#include <algorithm>
#include <utility>

namespace carrot::worker {

using market::ImageReference;

Result<ImageAllowList> ImageAllowList::parse(const std::vector<std::string>& patterns) {
    ImageAllowList list;
    for (const auto& text : patterns)
        list.patterns_.push_back(TRY(with_context(
            parse_pattern(text), fmt::format("the allow-list's pattern \"{}\"", text))));
    return list;
}

Result<ImageAllowList::Pattern> ImageAllowList::parse_pattern(std::string_view text) {
    constexpr std::string_view everything_below = "/*";
    if (text == "*") return Pattern{.below = true};
    const bool below = text.ends_with(everything_below);
    if (below) text.remove_suffix(everything_below.size());
    // Completed with any word for the star, so that a registry alone is told from a path.
    const auto written =
        TRY(market::parse_image_reference(below ? fmt::format("{}/x", text) : std::string(text)));
    if (below && (!written.tag.empty() || !written.digest.empty()))
        return fail(ErrorCode::invalid_argument, "a star stands for names, not for tags");
    auto whole = written.normalized();
    if (below) {
        // "ghcr.io/*" has no path but the star's; Docker's default registry puts library/ before
        // it.
        whole.path = written.path == "x" ? std::string() : written.path;
        if (!whole.path.empty()) whole.path.pop_back();
        whole.tag.clear();
    }
    if (written.tag.empty()) whole.tag.clear();
    return Pattern{whole.domain, whole.path, below, whole.tag, whole.digest};
}

bool ImageAllowList::matches(const Pattern& pattern, const ImageReference& image) {
    if (!pattern.domain.empty() && pattern.domain != image.domain) return false;
    if (pattern.below) return image.path.starts_with(pattern.path);
    return image.path == pattern.path && (pattern.tag.empty() || pattern.tag == image.tag) &&
           (pattern.digest.empty() || pattern.digest == image.digest);
}

bool ImageAllowList::allows(const ImageReference& image) const {
    const auto whole = image.normalized();
    return patterns_.empty() || std::ranges::any_of(patterns_, [&](const Pattern& pattern) {
               return matches(pattern, whole);
           });
}

}  // namespace carrot::worker
