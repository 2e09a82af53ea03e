// How long a pin lasts, as it is written on the command line.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace carrot::cli {

/// "90m", "12h", "30d"; 1 to 1,000,000 of a unit.
struct PinLifetime {
    std::chrono::seconds seconds{};
};

Result<void> read_value(std::string_view text, PinLifetime& value);
constexpr std::string_view value_name(const PinLifetime&) { return "TIME"; }

/// When a pin of now ends; never without a lifetime.
std::optional<TimePoint> end_of(const std::optional<PinLifetime>& lifetime, const Clock& clock);

}  // namespace carrot::cli
