#include "ipfs/detail/http_conditions.hpp"

#include <algorithm>
#include <charconv>

namespace carrot::ipfs {
namespace {

std::string_view trim(std::string_view text) {
    while (text.starts_with(' ') || text.starts_with('\t'))
        text.remove_prefix(1);
    while (text.ends_with(' ') || text.ends_with('\t'))
        text.remove_suffix(1);
    return text;
}

// Digits alone; a number past 2^64 is as good as the largest.
std::optional<std::uint64_t> parse_number(std::string_view text) {
    if (text.empty() || text.find_first_not_of("0123456789") != text.npos) return std::nullopt;
    std::uint64_t number = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
    return result.ec == std::errc::result_out_of_range ? UINT64_MAX : number;
}

RequestedRange parse_range(std::string_view text, std::uint64_t size) {
    constexpr RequestedRange whole{};
    constexpr RequestedRange unsatisfiable{.kind = RangeKind::unsatisfiable, .bytes = {}};
    if (!http::equal_ignoring_case(text.substr(0, 6), "bytes=")) return whole;
    const auto spec = trim(text.substr(6));
    const auto dash = spec.find('-');
    if (dash == spec.npos || spec.find(',') != spec.npos) return whole;

    const auto first = parse_number(trim(spec.substr(0, dash)));
    const auto last_text = trim(spec.substr(dash + 1));
    const auto last = parse_number(last_text);
    if (!first) {  // "-N": the last N bytes
        if (dash != 0 || !last) return whole;
        const auto length = std::min(*last, size);
        if (length == 0) return unsatisfiable;
        return {RangeKind::part, {size - length, length}};
    }
    if ((!last && !last_text.empty()) || last.value_or(UINT64_MAX) < *first) return whole;
    if (*first >= size) return unsatisfiable;
    const auto end = std::min(last.value_or(UINT64_MAX), size - 1);
    return {RangeKind::part, {*first, end - *first + 1}};
}

}  // namespace

bool matches_etag(std::string_view if_none_match, std::string_view etag) {
    while (!if_none_match.empty()) {
        const auto end = std::min(if_none_match.find(','), if_none_match.size());
        auto tag = trim(if_none_match.substr(0, end));
        if (tag.starts_with("W/")) tag.remove_prefix(2);
        if (tag == etag || tag == "*") return true;
        if_none_match.remove_prefix(std::min(end + 1, if_none_match.size()));
    }
    return false;
}

RequestedRange requested_range(const http::Headers& headers, std::string_view etag,
                               std::uint64_t size_bytes) {
    const auto range = headers.find("Range");
    if (!range || headers.find("If-Range").value_or(etag) != etag) return {};
    return parse_range(*range, size_bytes);
}

}  // namespace carrot::ipfs
