#include "cli/pin_lifetime.hpp"

#include <charconv>

namespace carrot::cli {

Result<void> read_value(std::string_view text, PinLifetime& value) {
    constexpr std::uint32_t most = 1'000'000;
    std::uint32_t count = 0;
    const auto* const last = text.data() + text.size();
    const auto [end, error] = std::from_chars(text.data(), last, count);
    const auto unit = std::string_view(end, last);
    if (error == std::errc{} && count > 0 && count <= most) {
        if (unit == "m") value.seconds = std::chrono::minutes(count);
        if (unit == "h") value.seconds = std::chrono::hours(count);
        if (unit == "d") value.seconds = std::chrono::hours(24) * count;
    }
    if (value.seconds.count() > 0) return {};
    return fail(ErrorCode::invalid_argument,
                "\"{}\" is no time like 90m, 12h or 30d (1 to {} of a unit)", text.substr(0, 64),
                most);
}

std::optional<TimePoint> end_of(const std::optional<PinLifetime>& lifetime, const Clock& clock) {
    if (!lifetime) return std::nullopt;
    return clock.now() + lifetime->seconds;
}

}  // namespace carrot::cli
