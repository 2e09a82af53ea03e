// Who of a browser's pages may use the server: the CORS protocol of the Fetch standard.
#pragma once

#include <optional>
#include <string_view>

#include "http/server.hpp"

namespace carrot::http::detail {

/// The answer to a preflight, or a refusal of what a page of a foreign origin may not send; nothing
/// when the request goes on.
std::optional<Response> check_origin(const Request& request, const CorsPolicy& policy);

/// Adds the headers that let the page of the request's origin read the response.
void allow_origin(const Request& request, const CorsPolicy& policy, Response& response);

/// Whether the Host header names one of the allowed hosts; true when there is no such list.
bool is_allowed_host(std::string_view host, const std::vector<std::string>& allowed);

}  // namespace carrot::http::detail
