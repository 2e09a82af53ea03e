#include "http/message.hpp"

#include <array>

#include "http/event_stream.hpp"
#include "http/json.hpp"

namespace carrot::http {
namespace {

constexpr std::array<std::string_view, 7> method_names{"GET",   "HEAD",   "POST",   "PUT",
                                                       "PATCH", "DELETE", "OPTIONS"};

struct Status {
    int code;
    std::string_view reason;
};

constexpr Status statuses[] = {{100, "Continue"},
                               {101, "Switching Protocols"},
                               {200, "OK"},
                               {201, "Created"},
                               {202, "Accepted"},
                               {204, "No Content"},
                               {206, "Partial Content"},
                               {301, "Moved Permanently"},
                               {302, "Found"},
                               {303, "See Other"},
                               {304, "Not Modified"},
                               {307, "Temporary Redirect"},
                               {308, "Permanent Redirect"},
                               {400, "Bad Request"},
                               {401, "Unauthorized"},
                               {402, "Payment Required"},
                               {403, "Forbidden"},
                               {404, "Not Found"},
                               {405, "Method Not Allowed"},
                               {406, "Not Acceptable"},
                               {408, "Request Timeout"},
                               {409, "Conflict"},
                               {410, "Gone"},
                               {411, "Length Required"},
                               {412, "Precondition Failed"},
                               {413, "Content Too Large"},
                               {414, "URI Too Long"},
                               {415, "Unsupported Media Type"},
                               {416, "Range Not Satisfiable"},
                               {417, "Expectation Failed"},
                               {421, "Misdirected Request"},
                               {422, "Unprocessable Content"},
                               {425, "Too Early"},
                               {426, "Upgrade Required"},
                               {428, "Precondition Required"},
                               {429, "Too Many Requests"},
                               {431, "Request Header Fields Too Large"},
                               {500, "Internal Server Error"},
                               {501, "Not Implemented"},
                               {502, "Bad Gateway"},
                               {503, "Service Unavailable"},
                               {504, "Gateway Timeout"},
                               {505, "HTTP Version Not Supported"},
                               {507, "Insufficient Storage"}};

std::string_view query_of(std::string_view target) {
    const auto mark = target.find('?');
    return mark == target.npos ? std::string_view{} : target.substr(mark + 1);
}

}  // namespace

std::string_view name_of(Method method) { return method_names[static_cast<std::size_t>(method)]; }

std::optional<Method> method_from(std::string_view name) {
    for (std::size_t i = 0; i < method_names.size(); ++i)
        if (method_names[i] == name) return static_cast<Method>(i);
    return std::nullopt;
}

std::string_view reason_of(int status) {
    for (const auto& known : statuses)
        if (known.code == status) return known.reason;
    return "Unknown";
}

std::string_view Request::path_parameter(std::string_view name) const {
    for (const auto& [key, value] : path_parameters)
        if (key == name) return value;
    return {};
}

std::optional<std::string> Request::query_parameter(std::string_view name) const {
    for (auto& [key, value] : query_parameters())
        if (key == name) return std::move(value);
    return std::nullopt;
}

Parameters Request::query_parameters() const { return parse_form(query_of(target)); }

std::optional<std::string_view> held_text(const Body& body) {
    if (const auto* text = std::get_if<std::string>(&body)) return *text;
    if (const auto* bytes = std::get_if<SharedBytes>(&body)) return as_text(*bytes);
    return std::nullopt;
}

std::string_view Response::text() const { return held_text(body).value_or(""); }

Response text_response(int status, std::string text, std::string_view content_type) {
    return {.status = status,
            .headers = {{"Content-Type", std::string(content_type)}},
            .body = std::move(text)};
}

Response event_response(std::shared_ptr<EventStream> events) {
    return {.status = 200,
            .headers = {{"Content-Type", "text/event-stream"}, {"Cache-Control", "no-cache"}},
            .body = std::move(events)};
}

int status_of(ErrorCode code) {
    switch (code) {
        case ErrorCode::invalid_argument:
            return 400;
        case ErrorCode::permission_denied:
            return 403;
        case ErrorCode::not_found:
            return 404;
        case ErrorCode::already_exists:
        case ErrorCode::failed_precondition:
            return 409;
        case ErrorCode::resource_exhausted:
            return 429;
        case ErrorCode::contract_failed:
            return 422;
        case ErrorCode::unavailable:
        case ErrorCode::cancelled:
            return 503;
        case ErrorCode::timed_out:
            return 504;
        case ErrorCode::internal:
        case ErrorCode::corrupt_data:
            return 500;
    }
    return 500;
}

Response error_response(const Error& error) {
    return error_response(status_of(error.code), carrot::name_of(error.code), error.message);
}

Response error_response(int status, std::string_view code, std::string_view message) {
    return json_response(status, json::object{{"error", {{"code", code}, {"message", message}}}});
}

}  // namespace carrot::http
