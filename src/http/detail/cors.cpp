#include "http/detail/cors.hpp"

#include <algorithm>

namespace carrot::http::detail {
namespace {

bool is_allowed(std::string_view origin, const CorsPolicy& policy) {
    return policy.any_origin || std::ranges::find(policy.origins, origin) != policy.origins.end();
}

/// Whether the page came from this server itself, by whatever name the browser reached it.
bool is_same_origin(std::string_view origin, const Request& request) {
    const auto scheme_end = origin.find("://");
    return scheme_end != origin.npos &&
           request.headers.find("Host") == origin.substr(scheme_end + 3);
}

bool is_preflight(const Request& request) {
    return request.method == Method::options &&
           request.headers.contains("Access-Control-Request-Method");
}

Response answer_preflight(const Request& request, const CorsPolicy& policy) {
    Response response{.status = 204};
    auto& headers = response.headers;
    headers.add("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
    if (const auto wanted = request.headers.find("Access-Control-Request-Headers"))
        headers.add("Access-Control-Allow-Headers", *wanted);
    if (request.headers.find("Access-Control-Request-Private-Network") == "true")
        headers.add("Access-Control-Allow-Private-Network", "true");
    headers.add("Access-Control-Max-Age", fmt::format("{}", policy.max_age.count()));
    return response;
}

}  // namespace

std::optional<Response> check_origin(const Request& request, const CorsPolicy& policy) {
    const auto origin = request.headers.find("Origin");
    if (!origin) return std::nullopt;
    const bool allowed = is_allowed(*origin, policy) || is_same_origin(*origin, request);
    if (is_preflight(request) && allowed) return answer_preflight(request, policy);
    // A browser sends "simple" POSTs without asking first; it would only hide the answer.
    const bool harmless = request.method == Method::get || request.method == Method::head;
    if (allowed || harmless) return std::nullopt;
    return error_response(403, "permission_denied",
                          fmt::format("pages of {} may not use this server", *origin));
}

void allow_origin(const Request& request, const CorsPolicy& policy, Response& response) {
    const auto origin = request.headers.find("Origin");
    if (!origin || !is_allowed(*origin, policy)) return;
    response.headers.add("Access-Control-Allow-Origin",
                         policy.any_origin ? std::string_view("*") : *origin);
    response.headers.add("Access-Control-Expose-Headers", "*");
    if (!policy.any_origin) response.headers.add("Vary", "Origin");
}

bool is_allowed_host(std::string_view host, const std::vector<std::string>& allowed) {
    if (allowed.empty()) return true;
    const auto end = host.starts_with('[') ? host.find(']') : host.find(':');
    auto name = host.substr(0, end);
    if (name.starts_with('[')) name.remove_prefix(1);
    return std::ranges::any_of(
        allowed, [&](const std::string& known) { return equal_ignoring_case(known, name); });
}

}  // namespace carrot::http::detail
