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

// FIRST-LAST, FIRST- or -LENGTH; nothing when it is none of them. A part that lies outside has no
// length.
std::optional<ByteRange> parse_part(std::string_view spec, std::uint64_t size) {
    const auto dash = spec.find('-');
    if (dash == spec.npos) return std::nullopt;
    const auto first = parse_number(trim(spec.substr(0, dash)));
    const auto last_text = trim(spec.substr(dash + 1));
    const auto last = parse_number(last_text);
    if (!first) {  // "-N": the last N bytes
        if (dash != 0 || !last) return std::nullopt;
        const auto length = std::min(*last, size);
        return ByteRange{size - length, length};
    }
    if ((!last && !last_text.empty()) || last.value_or(UINT64_MAX) < *first) return std::nullopt;
    if (*first >= size) return ByteRange{size, 0};
    return ByteRange{*first, std::min(last.value_or(UINT64_MAX), size - 1) - *first + 1};
}

RequestedRanges parse_ranges(std::string_view text, std::uint64_t size) {
    if (!http::equal_ignoring_case(text.substr(0, 6), "bytes=")) return {};
    RequestedRanges ranges{.kind = RangeKind::unsatisfiable};
    std::uint64_t bytes = 0;
    std::size_t count = 0;
    for (auto rest = text.substr(6); !rest.empty();) {
        const auto end = std::min(rest.find(','), rest.size());
        const auto spec = trim(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (spec.empty()) continue;
        const auto part = parse_part(spec, size);
        if (!part || ++count > max_ranges) return {};
        if (part->length == 0) continue;
        bytes += part->length;
        ranges.kind = RangeKind::parts;
        ranges.parts.push_back(*part);
    }
    if (count == 0 || (ranges.parts.size() > 1 && bytes > size)) return {};
    return ranges;
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

RequestedRanges requested_ranges(const http::Headers& headers, std::string_view etag,
                                 std::uint64_t size_bytes) {
    const auto range = headers.find("Range");
    if (!range || headers.find("If-Range").value_or(etag) != etag) return {};
    return parse_ranges(*range, size_bytes);
}

}  // namespace carrot::ipfs
