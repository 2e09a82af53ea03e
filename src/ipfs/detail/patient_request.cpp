#include "ipfs/detail/patient_request.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <ctime>

namespace carrot::ipfs {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

constexpr std::array pauses = {1000ms, 2000ms, 4000ms};
constexpr milliseconds longest_pause = 2min;

bool may_help_again(const Result<http::ClientResponse>& response) {
    if (!response)
        return response.error().code == ErrorCode::unavailable ||
               response.error().code == ErrorCode::timed_out;
    return response->status == 429 || response->status >= 500;
}

// Seconds, or a date of the form "Sun, 06 Nov 1994 08:49:37 GMT". Zero for none, or nonsense.
milliseconds asked_pause(const http::ClientResponse& response, const Clock& clock) {
    const std::string text(response.headers.find("Retry-After").value_or(""));
    std::uint32_t seconds = 0;
    const auto* end = text.data() + text.size();
    const auto number = std::from_chars(text.data(), end, seconds);
    if (number.ptr == end && number.ec == std::errc{}) return std::chrono::seconds(seconds);
    if (number.ec == std::errc::result_out_of_range) return milliseconds::max();
    std::tm date{};
    if (::strptime(text.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &date) == nullptr) return 0ms;
    const TimePoint when{std::chrono::seconds(::timegm(&date))};
    return std::max(when - clock.now(), 0ms);
}

Result<milliseconds> pause_before_next(const Result<http::ClientResponse>& response,
                                       milliseconds pause, const PatientRequest& request,
                                       const Clock& clock) {
    if (!response) return pause;
    const auto asked = asked_pause(*response, clock);
    if (asked > longest_pause)
        return fail(
            response->status == 429 ? ErrorCode::resource_exhausted : ErrorCode::unavailable,
            "{}: it answered {} and asks to come back in {} s", request.operation, response->status,
            std::chrono::ceil<std::chrono::seconds>(asked).count());
    return std::max(asked, pause);
}

}  // namespace

Result<http::ClientResponse> send_patiently(http::Client& client, Clock& clock,
                                            const PatientRequest& request) {
    auto response = client.send(request.make(), request.send);
    for (const auto pause : pauses) {
        if (!may_help_again(response)) break;
        const auto wait = TRY(pause_before_next(response, pause, request, clock));
        if (!clock.sleep_for(wait, request.send.stop))
            return fail(ErrorCode::cancelled, "{}: stopped", request.operation);
        response = client.send(request.make(), request.send);
    }
    if (!response) return with_context(std::move(response), request.operation);
    auto success = http::expect_success(*std::move(response), request.operation);
    if (!success && success.error().code == ErrorCode::permission_denied)
        success.error().message += ": set a valid token";
    return success;
}

}  // namespace carrot::ipfs
