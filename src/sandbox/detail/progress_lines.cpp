#include "sandbox/detail/progress_lines.hpp"

#include "http/json.hpp"
#include "sandbox/detail/docker_json.hpp"

namespace carrot::sandbox::detail {
namespace {

constexpr std::size_t line_limit_bytes = std::size_t{1} << 20;

std::uint64_t count_at(const boost::json::object& object, std::string_view name) {
    const auto* found = object.if_contains(name);
    return found && found->is_int64() ? static_cast<std::uint64_t>(found->get_int64()) : 0;
}

}  // namespace

ErrorCode image_error_code(std::string_view words) {
    if (words.contains("no space left")) return ErrorCode::resource_exhausted;
    if (words.contains("tar file") || words.contains("EOF")) return ErrorCode::corrupt_data;
    if (words.contains("dial tcp") || words.contains("timeout")) return ErrorCode::unavailable;
    if (words.contains("not found") || words.contains("unknown") || words.contains("denied"))
        return ErrorCode::not_found;
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
        return fail(image_error_code(*error), "{}", *error);
    report(value);
    return {};
}

void ProgressLines::report(const boost::json::value& value) {
    const auto status = text_member(value, "status");
    if (!on_progress_ || !status) return;
    const auto layer = text_member(value, "id");
    const auto* progress = value.as_object().if_contains("progressDetail");
    if (layer && progress && progress->is_object() && count_at(progress->get_object(), "total") > 0)
        layers_[*layer] = {count_at(progress->get_object(), "current"),
                           count_at(progress->get_object(), "total")};
    PullProgress sum{*status};
    for (const auto& [name, bytes] : layers_) {
        sum.done_bytes += bytes.first;
        sum.total_bytes += bytes.second;
    }
    on_progress_(sum);
}

}  // namespace carrot::sandbox::detail
