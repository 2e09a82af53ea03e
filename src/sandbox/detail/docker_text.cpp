#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <charconv>
#include <chrono>

#include "base/encoding.hpp"
#include "sandbox/detail/docker_json.hpp"

namespace carrot::sandbox::detail {

namespace json = boost::json;

Result<TimePoint> parse_time(std::string_view text) {
    const auto number = [&](std::size_t at, std::size_t size) {
        int value = -1;
        if (at + size <= text.size()) std::from_chars(&text[at], &text[at] + size, value);
        return value;
    };
    const auto malformed = [&] {
        return fail(ErrorCode::internal, "the container engine's time {:?} is no RFC 3339 time",
                    text);
    };
    if (text.size() < 20 || text[10] != 'T' || !text.ends_with('Z')) return malformed();
    using namespace std::chrono;
    const year_month_day day{year(number(0, 4)), month(static_cast<unsigned>(number(5, 2))),
                             std::chrono::day(static_cast<unsigned>(number(8, 2)))};
    const int h = number(11, 2), m = number(14, 2), s = number(17, 2);
    if (!day.ok() || h < 0 || m < 0 || s < 0) return malformed();
    if (day.year() == year(1)) return TimePoint{};
    int fraction_ms = 0, scale = 100;
    for (std::size_t i = 20; text[19] == '.' && i + 1 < text.size() && scale > 0; ++i, scale /= 10)
        fraction_ms += (text[i] - '0') * scale;
    return TimePoint(sys_days(day) + hours(h) + minutes(m) + seconds(s) +
                     milliseconds(fraction_ms));
}

bool is_image_name(std::string_view image) {
    constexpr std::string_view marks = "._:/@-";
    return !image.empty() && image.size() <= 512 && !image.contains("..") &&
           !image.starts_with('/') && !image.contains("//") &&
           std::ranges::all_of(image, [&](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      marks.contains(c);
           });
}

std::string login_header(const RegistryLogin& login) {
    json::object object = {{"serveraddress", login.server}};
    if (login.identity_token.empty()) {
        object["username"] = login.username;
        object["password"] = login.password;
    } else {
        object["identitytoken"] = login.identity_token;
    }
    auto text = to_base64url(as_bytes(json::serialize(object)));
    // Docker's decoder asks for the padding.
    while (text.size() % 4 != 0)
        text += '=';
    return text;
}

PullName split_pull_name(std::string_view image) {
    if (const auto at = image.find('@'); at != image.npos) {
        // A tag beside a digest says nothing more, and the engine takes only one of them.
        const auto name = split_pull_name(image.substr(0, at)).name;
        return {name, std::string(image.substr(at + 1))};
    }
    const auto colon = image.rfind(':');
    const auto slash = image.rfind('/');
    const bool tagged = colon != image.npos && (slash == image.npos || colon > slash);
    if (!tagged) return {std::string(image), "latest"};
    return {std::string(image.substr(0, colon)), std::string(image.substr(colon + 1))};
}

}  // namespace carrot::sandbox::detail
