// Logging: one line an event, to stderr, so that stdout stays for results. Never pass a secret
// here.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <string_view>
#include <utility>

namespace carrot::log {

enum class Level { debug, info, warning, error, off };

enum class Form {
    text,  ///< for people: time, level, room, message
    json,  ///< for programs: an object a line, with what Context adds as members of its own
};

/// The default is `text`.
void set_form(Form form);

/// While it lives, JSON lines of this thread have this member: Context job("job", 17). Nested ones
/// add to each other.
class Context {
public:
    Context(std::string_view name, std::uint64_t value);
    ~Context();
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;
};

/// Messages below this level are dropped. The default is `info`.
void set_level(Level level);

void write(Level level, std::string_view room, std::string_view message);

/// `room` is the room that speaks: log::info("worker", "claimed job {}", id).
template <class... Args>
void debug(std::string_view room, fmt::format_string<Args...> format, Args&&... args) {
    write(Level::debug, room, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void info(std::string_view room, fmt::format_string<Args...> format, Args&&... args) {
    write(Level::info, room, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void warning(std::string_view room, fmt::format_string<Args...> format, Args&&... args) {
    write(Level::warning, room, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void error(std::string_view room, fmt::format_string<Args...> format, Args&&... args) {
    write(Level::error, room, fmt::format(format, std::forward<Args>(args)...));
}

}  // namespace carrot::log
