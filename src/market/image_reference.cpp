#include "market/image_reference.hpp"

#include <algorithm>

namespace carrot::market {
namespace {

constexpr std::size_t name_limit_bytes = 255;
constexpr std::size_t tag_limit_bytes = 128;
constexpr std::string_view digest_prefix = "sha256:";
constexpr std::size_t digest_hex_digits = 64;

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alphanumeric(char c) { return is_lower(c) || is_upper(c) || is_digit(c); }

/// Separators inside a path component: one dot, one or two underscores, any number of dashes.
bool is_separator(std::string_view run) {
    return run == "." || run == "_" || run == "__" || run.find_first_not_of('-') == run.npos;
}

bool is_path_component(std::string_view text) {
    constexpr std::string_view separators = "._-";
    while (true) {
        auto word_end =
            std::ranges::find_if_not(text, [](char c) { return is_lower(c) || is_digit(c); });
        if (word_end == text.begin()) return false;
        text.remove_prefix(static_cast<std::size_t>(word_end - text.begin()));
        if (text.empty()) return true;
        auto run = text.substr(0, text.find_first_not_of(separators));
        if (run.empty() || !is_separator(run)) return false;
        text.remove_prefix(run.size());
    }
}

bool is_path(std::string_view text) {
    while (true) {
        auto slash = text.find('/');
        if (!is_path_component(text.substr(0, slash))) return false;
        if (slash == std::string_view::npos) return true;
        text.remove_prefix(slash + 1);
    }
}

bool is_host_label(std::string_view label) {
    return !label.empty() && label.front() != '-' && label.back() != '-' &&
           std::ranges::all_of(label, [](char c) { return is_alphanumeric(c) || c == '-'; });
}

bool is_domain(std::string_view text) {
    auto colon = text.find(':');
    if (colon != std::string_view::npos) {
        auto port = text.substr(colon + 1);
        if (port.empty() || port.size() > 5 || !std::ranges::all_of(port, is_digit)) return false;
    }
    auto host = text.substr(0, colon);
    while (true) {
        auto dot = host.find('.');
        if (!is_host_label(host.substr(0, dot))) return false;
        if (dot == std::string_view::npos) return true;
        host.remove_prefix(dot + 1);
    }
}

/// What stands before the first slash is a registry only when it cannot be a path component.
bool names_a_registry(std::string_view first) {
    return first == "localhost" || first.find_first_of(".:") != first.npos ||
           std::ranges::any_of(first, is_upper);
}

bool is_tag(std::string_view text) {
    return !text.empty() && text.size() <= tag_limit_bytes && text.front() != '.' &&
           text.front() != '-' && std::ranges::all_of(text, [](char c) {
               return is_alphanumeric(c) || c == '_' || c == '.' || c == '-';
           });
}

bool is_digest(std::string_view text) {
    return text.starts_with(digest_prefix) &&
           text.size() == digest_prefix.size() + digest_hex_digits &&
           std::ranges::all_of(text.substr(digest_prefix.size()),
                               [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); });
}

}  // namespace

Result<ImageReference> parse_image_reference(std::string_view text) {
    auto refuse = [&](std::string_view reason) {
        return fail(ErrorCode::invalid_argument,
                    "image \"{}\": {}; write name, name:tag or name@sha256:…",
                    text.substr(0, name_limit_bytes), reason);
    };
    ImageReference reference;
    auto rest = text;
    if (auto at = rest.find('@'); at != std::string_view::npos) {
        reference.digest = rest.substr(at + 1);
        rest = rest.substr(0, at);
        if (!is_digest(reference.digest))
            return refuse("its digest is not sha256 and 64 hex digits");
    }
    auto last_slash = rest.rfind('/');
    auto colon = rest.find(':', last_slash == std::string_view::npos ? 0 : last_slash);
    if (colon != std::string_view::npos) {
        reference.tag = rest.substr(colon + 1);
        rest = rest.substr(0, colon);
        if (!is_tag(reference.tag)) return refuse("its tag is not a tag");
    }
    if (rest.size() > name_limit_bytes) return refuse("its name is longer than 255 bytes");
    auto slash = rest.find('/');
    if (slash != std::string_view::npos && names_a_registry(rest.substr(0, slash))) {
        reference.domain = rest.substr(0, slash);
        rest.remove_prefix(slash + 1);
        if (!is_domain(reference.domain)) return refuse("its registry is not a host name");
    }
    reference.path = rest;
    if (!is_path(reference.path)) return refuse("its name is not lower-case words between slashes");
    if (is_digest(fmt::format("{}{}", digest_prefix, reference.path)))
        return refuse("its name looks like an image's id");
    return reference;
}

ImageReference ImageReference::normalized() const {
    constexpr std::string_view default_domain = "docker.io";
    auto whole = *this;
    std::ranges::transform(whole.domain, whole.domain.begin(), [](char c) {
        return is_upper(c) ? static_cast<char>(c + ('a' - 'A')) : c;
    });
    if (whole.domain.empty() || whole.domain == "index.docker.io") whole.domain = default_domain;
    if (whole.domain == default_domain && !whole.path.contains('/'))
        whole.path.insert(0, "library/");
    if (!whole.digest.empty())
        whole.tag.clear();
    else if (whole.tag.empty())
        whole.tag = "latest";
    return whole;
}

std::string ImageReference::repository() const {
    return domain.empty() ? path : fmt::format("{}/{}", domain, path);
}

std::string ImageReference::text() const {
    auto text = repository();
    if (!tag.empty()) text += ':' + tag;
    if (!digest.empty()) text += '@' + digest;
    return text;
}

}  // namespace carrot::market
