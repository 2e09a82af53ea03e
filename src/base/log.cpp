#include "base/log.hpp"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <string>
#include <vector>

#include "base/utf8.hpp"

namespace carrot::log {
namespace {

constexpr const char* text_pattern = "%Y-%m-%dT%H:%M:%S.%eZ %^%l%$ %v";

spdlog::level::level_enum spdlog_level(Level level) {
    switch (level) {
        case Level::debug:
            return spdlog::level::debug;
        case Level::info:
            return spdlog::level::info;
        case Level::warning:
            return spdlog::level::warn;
        case Level::error:
            return spdlog::level::err;
        case Level::off:
            return spdlog::level::off;
    }
    return spdlog::level::info;
}

spdlog::logger& logger() {
    static const auto instance = [] {
        auto made = spdlog::stderr_color_mt("carrot");
        made->set_pattern(text_pattern, spdlog::pattern_time_type::utc);
        made->set_level(spdlog::level::info);
        return made;
    }();
    return *instance;
}

/// Text from outside may hold line breaks and terminal escapes: a log line stays one line.
std::string one_line(std::string_view text) {
    std::string line;
    line.reserve(text.size());
    for (const char c : text) {
        const auto code = static_cast<unsigned char>(c);
        if (c == '\n') {
            line += "\\n";
        } else if (code < 0x20 || code == 0x7f) {
            line += '?';
        } else {
            line += c;
        }
    }
    return line;
}

std::atomic<Form> chosen_form = Form::text;

thread_local std::vector<std::string> context_members;

/// A JSON string (RFC 8259, section 7). What is no UTF-8 becomes U+FFFD.
std::string quoted(std::string_view text) {
    std::string result = "\"";
    for (const char c : to_utf8(text)) {
        if (c == '"' || c == '\\') {
            result += '\\';
            result += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            result += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        } else {
            result += c;
        }
    }
    return result + '"';
}

std::string json_members(std::string_view room, std::string_view message) {
    auto members = fmt::format(R"("room":{},"message":{})", quoted(room), quoted(message));
    for (const auto& member : context_members)
        members += ',' + member;
    return members;
}

}  // namespace

void set_form(Form form) {
    chosen_form = form;
    constexpr auto utc = spdlog::pattern_time_type::utc;
    if (form == Form::text)
        logger().set_pattern(text_pattern, utc);
    else
        logger().set_pattern(R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})", utc);
}

Context::Context(std::string_view name, std::uint64_t value) {
    context_members.push_back(fmt::format("{}:{}", quoted(name), value));
}

Context::~Context() { context_members.pop_back(); }

void set_level(Level level) { logger().set_level(spdlog_level(level)); }

void write(Level level, std::string_view room, std::string_view message) {
    if (!logger().should_log(spdlog_level(level))) return;
    const auto line = chosen_form == Form::json ? json_members(room, message)
                                                : fmt::format("{} {}", room, one_line(message));
    logger().log(spdlog_level(level), "{}", line);
}

}  // namespace carrot::log
