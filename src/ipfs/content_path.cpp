#include "ipfs/content_path.hpp"

#include "ipfs/limits.hpp"

namespace carrot::ipfs {
namespace {

std::string_view without_scheme(std::string_view text) {
    for (const std::string_view prefix : {"ipfs://", "/ipfs/"})
        if (text.starts_with(prefix)) return text.substr(prefix.size());
    return text;
}

Result<std::vector<std::string>> split(std::string_view path) {
    std::vector<std::string> segments;
    while (!path.empty()) {
        const auto end = std::min(path.find('/'), path.size());
        const auto segment = path.substr(0, end);
        path.remove_prefix(std::min(end + 1, path.size()));
        if (segment.empty()) continue;
        if (segment == "." || segment == "..")
            return fail(ErrorCode::invalid_argument, "a content path may not hold '{}'", segment);
        if (segments.size() == max_path_segments)
            return fail(ErrorCode::invalid_argument, "a content path may hold {} segments at most",
                        max_path_segments);
        segments.emplace_back(segment);
    }
    return segments;
}

}  // namespace

Result<ContentPath> ContentPath::parse(std::string_view text) {
    if (text.size() > max_path_bytes)
        return fail(ErrorCode::invalid_argument, "a content path may be {} bytes long at most",
                    max_path_bytes);
    const auto path = without_scheme(text);
    const auto end = std::min(path.find('/'), path.size());
    auto root = TRY(Cid::parse(path.substr(0, end)));
    auto segments = TRY(split(path.substr(end)));
    return ContentPath(std::move(root), std::move(segments));
}

std::string ContentPath::to_string() const {
    auto text = root.to_string();
    for (const auto& segment : segments)
        text += "/" + segment;
    return text;
}

std::string to_uri(const Cid& cid) { return "ipfs://" + cid.to_string(); }

}  // namespace carrot::ipfs
