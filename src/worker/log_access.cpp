#include "worker/log_access.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace carrot::worker {
namespace {

constexpr std::string_view scheme = "SEP53 ";

std::string_view trimmed(std::string_view text) {
    const auto is_space = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && is_space(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && is_space(text.back()))
        text.remove_suffix(1);
    return text;
}

std::string_view unquoted(std::string_view text) {
    const bool quoted = text.size() >= 2 && text.starts_with('"') && text.ends_with('"');
    return quoted ? text.substr(1, text.size() - 2) : text;
}

bool set_member(LogAccess& access, std::string_view name, std::string_view value) {
    if (value.empty()) return false;
    if (name == "address" && access.address.empty()) {
        access.address = value;
        return true;
    }
    if (name == "signature" && access.signature.empty()) {
        access.signature = value;
        return true;
    }
    if (name != "expires" || access.expires != 0) return false;
    const auto* end = value.data() + value.size();
    const auto [rest, error] = std::from_chars(value.data(), end, access.expires);
    return error == std::errc{} && rest == end;
}

}  // namespace

std::string log_access_message(std::string_view marketplace, JobId job, std::uint64_t expires) {
    return fmt::format("carrot job logs {} until {}\nmarketplace {}", job, expires, marketplace);
}

std::string format_log_access(const LogAccess& access) {
    return fmt::format("{}address={}, expires={}, signature={}", scheme, access.address,
                       access.expires, access.signature);
}

Result<LogAccess> parse_log_access(std::string_view authorization) {
    LogAccess access;
    bool well_formed = authorization.starts_with(scheme);
    auto rest = authorization.substr(well_formed ? scheme.size() : authorization.size());
    while (well_formed && !rest.empty()) {
        const auto part = trimmed(rest.substr(0, rest.find(',')));
        rest.remove_prefix(std::min(rest.find(','), rest.size() - 1) + 1);
        const auto equals = std::min(part.find('='), part.size());
        const auto value = part.substr(std::min(equals + 1, part.size()));
        well_formed = set_member(access, part.substr(0, equals), unquoted(value));
    }
    if (!well_formed || access.address.empty() || access.expires == 0 || access.signature.empty())
        return fail(ErrorCode::invalid_argument,
                    "the signature must read: {}address=G…, expires=UNIXSECONDS, signature=BASE64",
                    scheme);
    return access;
}

}  // namespace carrot::worker
