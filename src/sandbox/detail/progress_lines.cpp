#include "sandbox/detail/progress_lines.hpp"

#include <algorithm>
#include <utility>

#include "http/json.hpp"
#include "sandbox/detail/docker_json.hpp"

namespace carrot::sandbox::detail {
namespace {

constexpr std::size_t line_limit_bytes = std::size_t{1} << 20;

std::uint64_t count_at(const boost::json::object& object, std::string_view name) {
    const auto* found = object.if_contains(name);
    return found && found->is_int64() && found->get_int64() > 0
               ? static_cast<std::uint64_t>(found->get_int64())
               : 0;
}

}  // namespace

ErrorCode pull_error_code(std::string_view words) {
    // The first that fits decides: a proxy's "EOF" may stand in a sentence about a denied login.
    static constexpr std::pair<std::string_view, ErrorCode> meanings[] = {
        {"no space left", ErrorCode::resource_exhausted},
        {"toomanyrequests", ErrorCode::unavailable},
        {"unauthorized", ErrorCode::permission_denied},
        {"no basic auth credentials", ErrorCode::permission_denied},
        {"denied", ErrorCode::permission_denied},
        {"verification failed", ErrorCode::corrupt_data},
        {"no matching manifest", ErrorCode::failed_precondition},
        {"cannot be used on this platform", ErrorCode::failed_precondition},
        {"unsupported", ErrorCode::failed_precondition},
        {"mediaType", ErrorCode::failed_precondition},
        {"invalid reference", ErrorCode::invalid_argument},
        {"manifest unknown", ErrorCode::not_found},
        {"name unknown", ErrorCode::not_found},
        {"not found", ErrorCode::not_found},
        {"invalid tar header", ErrorCode::corrupt_data},
    };
    for (const auto& [sign, code] : meanings)
        if (words.contains(sign)) return code;
    return ErrorCode::unavailable;
}

ErrorCode import_error_code(std::string_view words) {
    if (words.contains("no space left")) return ErrorCode::resource_exhausted;
    if (words.contains("tar") || words.contains("EOF")) return ErrorCode::corrupt_data;
    return ErrorCode::unavailable;
}

Result<void> ProgressLines::feed(BytesView block) {
    for (const char c : as_text(block)) {
        if (c == '\n') {
            TRY(take_line());
            continue;
        }
        line_ += c;
        if (line_.size() > line_limit_bytes)
            return fail(ErrorCode::internal,
                        "the engine's line of progress is longer than {} bytes", line_limit_bytes);
    }
    return {};
}

Result<void> ProgressLines::take_line() {
    const auto line = std::exchange(line_, {});
    if (line.find_first_not_of(" \r\t") == line.npos) return {};
    const auto value = TRY(http::parse_json(line));
    if (const auto error = text_member(value, "error"))
        return fail(error_code_(*error), "{}", *error);
    if (on_progress_ && value.is_object()) report(value.get_object());
    return {};
}

void ProgressLines::report(const boost::json::object& line) {
    const auto status = text_member(line, "status");
    if (!status) return;
    if (const auto layer = text_member(line, "id")) note_layer(*layer, *status, line);
    PullProgress sum{*status};
    for (const auto& [name, download] : layers_) {
        sum.done_bytes += download.done_bytes;
        sum.total_bytes += download.total_bytes;
    }
    on_progress_(sum);
}

/// Unpacking counts the same bytes again, and of a small layer it is all that Docker tells.
void ProgressLines::note_layer(const std::string& layer, std::string_view status,
                               const boost::json::object& line) {
    const auto* progress = line.if_contains("progressDetail");
    const auto* bytes = progress ? progress->if_object() : nullptr;
    const auto current = bytes ? count_at(*bytes, "current") : 0;
    const auto total = std::max(current, bytes ? count_at(*bytes, "total") : 0);
    if (status == "Downloading") {
        layers_[layer] = {current, total};
    } else if (status == "Extracting" && total > 0) {
        layers_[layer] = {total, total};
    } else if (const auto known = layers_.find(layer);
               known != layers_.end() &&
               (status == "Download complete" || status == "Pull complete")) {
        known->second.done_bytes = known->second.total_bytes;
    }
}

}  // namespace carrot::sandbox::detail
