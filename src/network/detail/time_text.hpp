// Times as text.
#pragma once

#include <fmt/chrono.h>

#include <chrono>
#include <cstdint>
#include <string>

namespace carrot::network {

/// "2026-11-22T21:10:48Z" (RFC 3339).
inline std::string rfc3339(std::uint64_t unix_seconds) {
    const std::chrono::sys_seconds time{std::chrono::seconds{unix_seconds}};
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", time);
}

}  // namespace carrot::network
