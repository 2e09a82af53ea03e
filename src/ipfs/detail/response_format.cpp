#include "ipfs/detail/response_format.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <span>
#include <vector>

#include "base/utf8.hpp"

namespace carrot::ipfs {
namespace {

constexpr std::string_view raw_type = "application/vnd.ipld.raw";
constexpr std::string_view car_type = "application/vnd.ipld.car";
constexpr std::size_t max_media_ranges = 32;

// Forms that the specification has and this gateway has not.
constexpr std::array<std::string_view, 6> other_formats{"tar",  "dag-json", "dag-cbor",
                                                        "json", "cbor",     "ipns-record"};
constexpr std::array<std::string_view, 4> other_types{
    "application/x-tar", "application/vnd.ipld.dag-json", "application/vnd.ipld.dag-cbor",
    "application/vnd.ipfs.ipns-record"};

bool is_one_of(std::span<const std::string_view> texts, std::string_view text) {
    return std::ranges::find(texts, text) != texts.end();
}

std::string_view trim(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

std::string_view take_until(std::string_view& text, char separator) {
    const auto end = std::min(text.find(separator), text.size());
    const auto part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return trim(part);
}

/// What a CAR has to be like. Empty: whatever it is.
struct CarParameters {
    std::string version, order, dups;

    bool can_be_met() const {
        return (version.empty() || version == "1") &&
               (order.empty() || order == "dfs" || order == "unk") &&
               (dups.empty() || dups == "y" || dups == "n");
    }
    Duplicates duplicates() const { return dups == "y" ? Duplicates::yes : Duplicates::no; }
};

struct MediaRange {
    std::string_view type;
    CarParameters car;
    double quality = 1;
};

std::string unquoted(std::string_view value) {
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
        value = value.substr(1, value.size() - 2);
    return std::string(value);
}

MediaRange parse_media_range(std::string_view text) {
    MediaRange range{.type = take_until(text, ';'), .car = {}};
    while (!text.empty()) {
        auto parameter = take_until(text, ';');
        const auto name = take_until(parameter, '=');
        const auto value = unquoted(trim(parameter));
        if (http::equal_ignoring_case(name, "version")) range.car.version = value;
        if (http::equal_ignoring_case(name, "order")) range.car.order = value;
        if (http::equal_ignoring_case(name, "dups")) range.car.dups = value;
        if (http::equal_ignoring_case(name, "q"))
            std::from_chars(value.data(), value.data() + value.size(), range.quality);
    }
    return range;
}

/// The most wanted first; those with q=0 are left out.
std::vector<MediaRange> accepted(const http::Headers& headers) {
    std::vector<MediaRange> ranges;
    for (const auto& [name, value] : headers) {
        if (!http::equal_ignoring_case(name, "Accept")) continue;
        for (std::string_view rest = value; !rest.empty() && ranges.size() < max_media_ranges;) {
            auto range = parse_media_range(take_until(rest, ','));
            if (range.type.empty() || range.quality <= 0) continue;
            // Behind its equals: the first of them goes first.
            const auto place = std::ranges::upper_bound(ranges, range.quality, std::greater{},
                                                        &MediaRange::quality);
            ranges.insert(place, std::move(range));
        }
    }
    return ranges;
}

CarParameters car_parameters(const http::Request& request) {
    CarParameters wanted;
    for (const auto& range : accepted(request.headers)) {
        if (!http::equal_ignoring_case(range.type, car_type)) continue;
        wanted = range.car;
        if (wanted.can_be_met()) break;
    }
    if (const auto version = request.query_parameter("car-version")) wanted.version = *version;
    if (const auto order = request.query_parameter("car-order")) wanted.order = *order;
    if (const auto dups = request.query_parameter("car-dups")) wanted.dups = *dups;
    return wanted;
}

std::unexpected<Error> cannot_give(std::string_view what) {
    return fail(ErrorCode::failed_precondition,
                "{} is not served here: ask for {}, {} (version=1, order=dfs, dups=y or n), or "
                "neither",
                to_printable(what), raw_type, car_type);
}

Result<ResponseFormat> car_format(const CarParameters& wanted, bool by_accept) {
    if (!wanted.can_be_met()) return cannot_give("a CAR of that version, order or dups");
    return ResponseFormat{Format::car, wanted.duplicates(), by_accept};
}

Result<ResponseFormat> format_of_query(const http::Request& request, const std::string& format) {
    if (format == "raw") return ResponseFormat{.format = Format::raw_block};
    if (format == "car") return car_format(car_parameters(request), false);
    if (is_one_of(other_formats, format)) return cannot_give("format=" + format);
    return fail(ErrorCode::invalid_argument,
                "format '{}' is not known: leave it out, or use 'raw' or 'car'",
                to_printable(format));
}

/// One end of `entity-bytes`: a number, perhaps negative.
std::optional<std::int64_t> parse_position(std::string_view text) {
    std::int64_t position = 0;
    const auto* const last = text.data() + text.size();
    const auto [end, error] = std::from_chars(text.data(), last, position);
    if (error != std::errc{} || end != last || text.starts_with("-0")) return std::nullopt;
    return position;
}

Result<EntityBytes> parse_entity_bytes(const std::string& text) {
    std::string_view to = text;
    const auto from = parse_position(take_until(to, ':'));
    const auto last = to == "*" ? std::nullopt : parse_position(to);
    const bool same_end = from && last && (*from < 0) == (*last < 0);
    if (!from || (to != "*" && !last) || (same_end && *last < *from))
        return fail(ErrorCode::invalid_argument,
                    "entity-bytes '{}' is not FROM:TO with numbers, or '*' as TO",
                    to_printable(text));
    return EntityBytes{*from, last};
}

}  // namespace

Result<ResponseFormat> response_format(const http::Request& request) {
    if (const auto format = request.query_parameter("format"))
        return format_of_query(request, *format);
    std::string_view refused;
    for (const auto& range : accepted(request.headers)) {
        if (http::equal_ignoring_case(range.type, raw_type))
            return ResponseFormat{.format = Format::raw_block, .by_accept = true};
        if (http::equal_ignoring_case(range.type, car_type) && range.car.can_be_met())
            return car_format(car_parameters(request), true);
        const bool known =
            http::equal_ignoring_case(range.type, car_type) || is_one_of(other_types, range.type);
        if (!known) return ResponseFormat{};
        if (refused.empty()) refused = range.type;
    }
    if (!refused.empty()) return cannot_give(refused);
    return ResponseFormat{};
}

Result<CarSelection> car_selection(const http::Request& request, Duplicates duplicates) {
    CarSelection selection{.scope = DagScope::all, .bytes = {}, .duplicates = duplicates};
    if (const auto bytes = request.query_parameter("entity-bytes")) {
        selection.scope = DagScope::entity;
        selection.bytes = TRY(parse_entity_bytes(*bytes));
    }
    const auto scope = request.query_parameter("dag-scope");
    if (!scope) return selection;
    if (*scope != "block" && *scope != "entity" && *scope != "all")
        return fail(ErrorCode::invalid_argument, "dag-scope '{}' is not block, entity or all",
                    to_printable(*scope));
    if (selection.bytes) return selection;
    selection.scope = *scope == "block"    ? DagScope::block
                      : *scope == "entity" ? DagScope::entity
                                           : DagScope::all;
    return selection;
}

}  // namespace carrot::ipfs
