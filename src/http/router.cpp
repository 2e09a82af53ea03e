#include "http/router.hpp"

#include <array>
#include <exception>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "base/log.hpp"
#include "http/url.hpp"

namespace carrot::http {
namespace {

constexpr std::size_t method_count = 7;

std::size_t index_of(Method method) { return static_cast<std::size_t>(method); }

/// What one pattern answers: a route a method, each with the names it gives its parameters.
struct Endpoint {
    struct Entry {
        Route route;
        std::vector<std::string> names;
    };
    std::array<std::unique_ptr<Entry>, method_count> entries;

    const Entry* find(Method method) const {
        const auto* entry = entries[index_of(method)].get();
        if (!entry && method == Method::head) return entries[index_of(Method::get)].get();
        return entry;
    }
};

struct Segment {
    enum class Kind : std::uint8_t { literal, name, rest } kind = Kind::literal;
    std::string text;
};

[[noreturn]] void refuse_pattern(std::string_view pattern, std::string_view reason) {
    throw std::logic_error(fmt::format("route \"{}\": {}", pattern, reason));
}

Segment parse_segment(std::string_view text, std::string_view pattern) {
    if (!text.starts_with('{')) {
        if (text.find_first_of("{}") != text.npos)
            refuse_pattern(pattern, "a {name} must fill its segment");
        return {.kind = Segment::Kind::literal, .text = std::string(text)};
    }
    if (!text.ends_with('}')) refuse_pattern(pattern, "a {name} must fill its segment");
    auto name = text.substr(1, text.size() - 2);
    const bool rest = name.ends_with("...");
    if (rest) name.remove_suffix(3);
    if (name.empty() || name.find_first_of("{}.") != name.npos)
        refuse_pattern(pattern, "a parameter has no name");
    return {.kind = rest ? Segment::Kind::rest : Segment::Kind::name, .text = std::string(name)};
}

std::vector<Segment> parse_pattern(std::string_view pattern) {
    if (!pattern.starts_with('/')) refuse_pattern(pattern, "must begin with '/'");
    std::vector<Segment> segments;
    auto rest = pattern;
    while (!rest.empty()) {
        rest.remove_prefix(1);
        const auto end = std::min(rest.find('/'), rest.size());
        if (!segments.empty() && segments.back().kind == Segment::Kind::rest)
            refuse_pattern(pattern, "{name...} must come last");
        segments.push_back(parse_segment(rest.substr(0, end), pattern));
        rest.remove_prefix(end);
    }
    return segments;
}

}  // namespace

struct Router::Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
    std::unique_ptr<Node> named;
    Endpoint end;
    Endpoint rest;
};

namespace {

/// Walks the tree for one path, collecting on the way which methods would have been answered.
template <class Node>
struct Search {
    Method method;
    std::vector<std::string_view> values{};
    const Endpoint::Entry* found = nullptr;
    unsigned allowed = 0;

    bool accept(const Endpoint& endpoint) {
        found = endpoint.find(method);
        for (std::size_t i = 0; i < method_count; ++i)
            if (endpoint.find(static_cast<Method>(i))) allowed |= 1U << i;
        return found != nullptr;
    }

    bool visit(const Node& node, std::string_view rest) {
        if (rest.empty()) return accept(node.end);
        const auto after = rest.substr(1);
        const auto segment = after.substr(0, after.find('/'));
        const auto next = after.substr(segment.size());
        const auto literal = node.literals.find(segment);
        if (literal != node.literals.end() && visit(*literal->second, next)) return true;
        if (node.named && !segment.empty() && visit_with(segment, *node.named, next)) return true;
        values.push_back(after);
        if (accept(node.rest)) return true;
        values.pop_back();
        return false;
    }

    bool visit_with(std::string_view value, const Node& node, std::string_view rest) {
        values.push_back(value);
        if (visit(node, rest)) return true;
        values.pop_back();
        return false;
    }
};

std::string list_methods(unsigned allowed) {
    std::string text;
    for (std::size_t i = 0; i < method_count; ++i) {
        if ((allowed >> i & 1U) == 0) continue;
        text += text.empty() ? "" : ", ";
        text += name_of(static_cast<Method>(i));
    }
    return text;
}

Response refuse(Method method, std::string_view path, unsigned allowed) {
    if (method == Method::options && (allowed != 0 || path == "*")) {
        allowed |= 1U << index_of(Method::options);
        return {.status = 204, .headers = {{"Allow", list_methods(allowed)}}};
    }
    if (allowed == 0)
        return error_response(404, "not_found", fmt::format("no such path: {}", path));
    auto response = error_response(
        405, "invalid_argument",
        fmt::format("{} does not answer {}: use {}", path, name_of(method), list_methods(allowed)));
    response.headers.add("Allow", list_methods(allowed));
    return response;
}

}  // namespace

Router::Router() : root_(std::make_unique<Node>()) {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

Router& Router::route(Method method, std::string_view pattern, Handler handler,
                      RouteOptions options) {
    Node* node = root_.get();
    std::vector<std::string> names;
    bool rest = false;
    for (auto& segment : parse_pattern(pattern)) {
        if (segment.kind != Segment::Kind::literal) names.push_back(segment.text);
        rest = segment.kind == Segment::Kind::rest;
        if (rest) break;
        auto& next =
            segment.kind == Segment::Kind::name ? node->named : node->literals[segment.text];
        if (!next) next = std::make_unique<Node>();
        node = next.get();
    }
    auto& entry = (rest ? node->rest : node->end).entries[index_of(method)];
    if (entry) refuse_pattern(pattern, "there is one for this method already");
    entry = std::make_unique<Endpoint::Entry>(Route{std::move(handler), options}, std::move(names));
    patterns_.push_back({method, std::string(pattern)});
    return *this;
}

Router::Match Router::match(Method method, std::string_view path) const {
    Search<Node> search{.method = method};
    Match match;
    if (!path.starts_with('/') || !search.visit(*root_, path)) {
        match.refusal = refuse(method, path, search.allowed);
        return match;
    }
    match.route = &search.found->route;
    for (std::size_t i = 0; i < search.values.size(); ++i)
        match.path_parameters.emplace_back(search.found->names[i], search.values[i]);
    return match;
}

Response Router::answer(Request request) const {
    if (request.path.empty()) {
        auto path = decode_path(request.target);
        if (!path) return error_response(path.error());
        request.path = *std::move(path);
    }
    auto found = match(request.method, request.path);
    if (!found.route) return *std::move(found.refusal);
    request.path_parameters = std::move(found.path_parameters);
    if (auto ready = call_at_once(*found.route, request)) return *std::move(ready);
    return call_handler(found.route->handler, request);
}

std::optional<Response> call_at_once(const Route& route, const Request& request) {
    const auto& options = route.options;
    if (!options.at_once || options.intake != Intake::whole) return std::nullopt;
    bool has_answer = true;
    auto response = call_handler(
        [&](const Request& asked) {
            auto ready = options.at_once(asked);
            has_answer = ready.has_value();
            return has_answer ? *std::move(ready) : Response{};
        },
        request);
    if (!has_answer) return std::nullopt;
    return response;
}

Response call_handler(const Handler& handler, const Request& request) {
    std::string reason = "an unknown exception";
    try {
        return handler(request);
    } catch (const std::exception& exception) {
        reason = exception.what();
    } catch (...) {
        // Whatever it is, one request must not end the server.
    }
    log::error("http", "{} {} failed: {}", name_of(request.method), request.path, reason);
    return error_response(500, "internal", "the server failed to answer; its log says why");
}

}  // namespace carrot::http
