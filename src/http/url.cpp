#include "http/url.hpp"

#include <algorithm>
#include <charconv>

namespace carrot::http {
namespace {

constexpr std::size_t max_url_bytes = 8192;

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::string decode_form_text(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escape = text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 &&
                            hex_value(text[i + 2]) >= 0;
        if (escape) {
            out += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
            i += 2;
        } else {
            out += text[i] == '+' ? ' ' : text[i];
        }
    }
    return out;
}

bool is_unreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

bool is_printable_ascii(char c) { return c > 0x20 && c < 0x7f; }

bool is_host_character(char c) { return is_unreserved(c); }

bool is_ipv6_character(char c) { return hex_value(c) >= 0 || c == ':' || c == '.'; }

Result<std::uint16_t> parse_port(std::string_view text, std::string_view url) {
    unsigned port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc{} || end != text.data() + text.size() || port == 0 || port > 65535)
        return fail(ErrorCode::invalid_argument, "URL {}: \"{}\" is not a port (1 to 65535)", url,
                    text);
    return static_cast<std::uint16_t>(port);
}

/// Splits "host:port" or "[v6]:port" into the two fields of `out`.
Result<void> parse_authority(std::string_view authority, std::string_view text, Url& out) {
    if (authority.find('@') != authority.npos)
        return fail(ErrorCode::invalid_argument,
                    "the URL holds a user name: give credentials by a header or setting instead");
    std::string_view rest;
    bool valid = false;
    if (authority.starts_with('[')) {
        const auto close = authority.find(']');
        if (close != authority.npos) {
            out.host = authority.substr(1, close - 1);
            rest = authority.substr(close + 1);
            valid = std::ranges::all_of(out.host, is_ipv6_character);
        }
    } else {
        const auto colon = authority.find(':');
        out.host = authority.substr(0, colon);
        rest = colon == authority.npos ? std::string_view{} : authority.substr(colon);
        valid = std::ranges::all_of(out.host, is_host_character);
    }
    if (!valid || out.host.empty() || out.host.size() > 253 ||
        (!rest.empty() && !rest.starts_with(':')))
        return fail(ErrorCode::invalid_argument, "URL {}: \"{}\" is not a host", text, authority);
    std::ranges::transform(out.host, out.host.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    if (rest.size() > 1) out.port = TRY(parse_port(rest.substr(1), text));
    return {};
}

Result<Url> parse_unix(std::string_view text) {
    Url url{.scheme = Url::Scheme::unix_socket, .host = {}, .port = 0};
    url.socket_path = text.substr(std::string_view("unix://").size());
    // sockaddr_un holds 107 bytes and a NUL.
    if (!url.socket_path.starts_with('/') || url.socket_path.size() > 107)
        return fail(ErrorCode::invalid_argument,
                    "URL {}: a unix socket needs an absolute path of at most 107 bytes", text);
    return url;
}

std::uint16_t default_port(Url::Scheme scheme) { return scheme == Url::Scheme::https ? 443 : 80; }

}  // namespace

std::string percent_encode(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        if (is_unreserved(c)) {
            out += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            out += {'%', digits[byte >> 4], digits[byte & 15]};
        }
    }
    return out;
}

Result<std::string> percent_decode(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i];
            continue;
        }
        const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
        const int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
        if (high < 0 || low < 0)
            return fail(ErrorCode::invalid_argument, "wrong percent escape at byte {}", i);
        out += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return out;
}

std::string format_query(const Parameters& parameters) {
    std::string out;
    for (const auto& [name, value] : parameters) {
        if (!out.empty()) out += '&';
        out += percent_encode(name) + '=' + percent_encode(value);
    }
    return out;
}

Parameters parse_form(std::string_view text) {
    Parameters out;
    while (!text.empty()) {
        const auto pair = text.substr(0, text.find('&'));
        text.remove_prefix(std::min(text.size(), pair.size() + 1));
        if (pair.empty()) continue;
        const auto equals = pair.find('=');
        out.emplace_back(
            decode_form_text(pair.substr(0, equals)),
            equals == pair.npos ? std::string() : decode_form_text(pair.substr(equals + 1)));
    }
    return out;
}

Result<std::string> decode_path(std::string_view target) {
    auto raw = target.substr(0, target.find_first_of("?#"));
    // The absolute form that proxies use (RFC 9112 section 3.2.2).
    if (const auto scheme = raw.find("://"); !raw.starts_with('/') && scheme != raw.npos) {
        const auto slash = raw.find('/', scheme + 3);
        raw = slash == raw.npos ? std::string_view("/") : raw.substr(slash);
    }
    if (raw == "*") return std::string("*");
    if (!raw.starts_with('/'))
        return fail(ErrorCode::invalid_argument, "the request target does not begin with '/'");
    std::string path;
    path.reserve(raw.size());
    for (std::size_t begin = 0; begin < raw.size();) {
        const auto end = std::min(raw.find('/', begin + 1), raw.size());
        const auto segment = TRY(percent_decode(raw.substr(begin + 1, end - begin - 1)));
        if (segment == "." || segment == ".." || segment.find('/') != segment.npos ||
            segment.find('\0') != segment.npos)
            return fail(ErrorCode::invalid_argument,
                        "the path has a \".\" or \"..\" segment, an encoded slash or a NUL");
        path += '/';
        path += segment;
        begin = end;
    }
    return path;
}

Result<Url> Url::parse(std::string_view text) {
    if (text.size() > max_url_bytes)
        return fail(ErrorCode::invalid_argument, "a URL of {} bytes; the limit is {}", text.size(),
                    max_url_bytes);
    if (text.starts_with("unix://")) return parse_unix(text);
    Url url;
    if (text.starts_with("https://")) {
        url.scheme = Scheme::https;
    } else if (!text.starts_with("http://")) {
        return fail(ErrorCode::invalid_argument,
                    "URL \"{}\" must begin with http://, https:// or unix://", text);
    }
    if (!std::ranges::all_of(text, is_printable_ascii))
        return fail(ErrorCode::invalid_argument,
                    "URL \"{}\" has a space, control or non-ASCII character: percent-encode it",
                    text);
    url.port = default_port(url.scheme);
    auto rest = text.substr(text.find("://") + 3);
    rest = rest.substr(0, rest.find('#'));
    const auto target = std::min(rest.find_first_of("/?"), rest.size());
    if (auto parsed = parse_authority(rest.substr(0, target), text, url); !parsed)
        return std::unexpected(std::move(parsed.error()));
    url.target = rest.substr(target);
    if (!url.target.starts_with('/')) url.target.insert(0, "/");
    return url;
}

Url Url::at(std::string_view path_and_query) const {
    Url out = *this;
    auto base = target.substr(0, target.find('?'));
    while (base.ends_with('/'))
        base.pop_back();
    out.target = base;
    out.target += path_and_query;
    return out;
}

std::string Url::authority() const {
    if (scheme == Scheme::unix_socket) return "localhost";
    auto text = host.find(':') == host.npos ? host : '[' + host + ']';
    if (port != default_port(scheme)) text += fmt::format(":{}", port);
    return text;
}

std::string Url::to_string() const {
    if (scheme == Scheme::unix_socket)
        return "unix://" + socket_path + (target == "/" ? std::string() : ":" + target);
    return (scheme == Scheme::https ? "https://" : "http://") + authority() + target;
}

}  // namespace carrot::http
