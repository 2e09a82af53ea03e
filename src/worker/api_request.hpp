// What the API's handlers read from requests.
#pragma once

#include <charconv>
#include <optional>
#include <string_view>

#include "base/result.hpp"
#include "http/message.hpp"
#include "worker/chain.hpp"

namespace carrot::worker {

/// A whole number in decimal digits, and nothing else.
template <class Number>
std::optional<Number> number_from(std::string_view text) {
    Number number{};
    const auto* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || rest != end) return std::nullopt;
    return number;
}

/// The path's {id}; invalid_argument when it is none.
inline Result<JobId> job_id_of(const http::Request& request) {
    const auto text = request.path_parameter("id");
    if (const auto job_id = number_from<JobId>(text)) return *job_id;
    return fail(ErrorCode::invalid_argument, "{:?} is no job id: ids are whole numbers", text);
}

/// A query parameter that is "true" or "false".
inline Result<bool> flag_of(const http::Request& request, std::string_view name, bool otherwise) {
    const auto text = request.query_parameter(name);
    if (!text) return otherwise;
    if (*text == "true" || *text == "false") return *text == "true";
    return fail(ErrorCode::invalid_argument, "{} must be true or false, not {:?}", name, *text);
}

}  // namespace carrot::worker
