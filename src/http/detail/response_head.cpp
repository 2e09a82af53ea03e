#include "http/detail/response_head.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace carrot::http::detail {
namespace {

constexpr std::string_view own_headers[] = {"Content-Length", "Transfer-Encoding", "Connection",
                                            "Date"};

bool breaks_framing(const Header& header) {
    const auto is_control = [](char c) { return c == '\r' || c == '\n' || c == '\0'; };
    return header.name.empty() || header.name.find_first_of(" \t:") != std::string::npos ||
           std::ranges::any_of(header.name, is_control) ||
           std::ranges::any_of(header.value, is_control);
}

bool is_own(const Header& header) {
    return std::ranges::any_of(
        own_headers, [&](std::string_view name) { return equal_ignoring_case(name, header.name); });
}

}  // namespace

std::string format_head(const Response& response, const HeadFields& fields) {
    std::string out;
    out.reserve(256);
    out.append("HTTP/1.1 ").append(fmt::format_int(response.status).c_str()).append(" ");
    out.append(reason_of(response.status)).append("\r\n");
    for (const auto& header : response.headers)
        if (!breaks_framing(header) && !is_own(header))
            out.append(header.name).append(": ").append(header.value).append("\r\n");
    if (fields.framing == Framing::length)
        out.append("Content-Length: ")
            .append(fmt::format_int(fields.length).c_str())
            .append("\r\n");
    if (fields.framing == Framing::chunked) out.append("Transfer-Encoding: chunked\r\n");
    if (!fields.keep_alive)
        out.append("Connection: close\r\n");
    else if (fields.version_1_0)
        out.append("Connection: keep-alive\r\n");
    out.append("Date: ").append(fields.date).append("\r\n\r\n");
    return out;
}

std::string format_date(std::int64_t unix_seconds) {
    using namespace std::chrono;
    constexpr const char* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const sys_seconds time{seconds(unix_seconds)};
    const auto day = floor<std::chrono::days>(time);
    const year_month_day date(day);
    const hh_mm_ss clock(time - day);
    return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT", days[weekday(day).c_encoding()],
                       static_cast<unsigned>(date.day()),
                       months[static_cast<unsigned>(date.month()) - 1],
                       static_cast<int>(date.year()), clock.hours().count(),
                       clock.minutes().count(), clock.seconds().count());
}

}  // namespace carrot::http::detail
