#include "http/headers.hpp"

#include <algorithm>

namespace carrot::http {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace

bool equal_ignoring_case(std::string_view left, std::string_view right) {
    return left.size() == right.size() &&
           std::equal(left.begin(), left.end(), right.begin(),
                      [](char a, char b) { return lower(a) == lower(b); });
}

void Headers::add(std::string_view name, std::string_view value) {
    fields_.push_back({std::string(name), std::string(value)});
}

void Headers::set(std::string_view name, std::string_view value) {
    remove(name);
    add(name, value);
}

void Headers::remove(std::string_view name) {
    std::erase_if(fields_,
                  [&](const Header& field) { return equal_ignoring_case(field.name, name); });
}

std::optional<std::string_view> Headers::find(std::string_view name) const {
    for (const auto& field : fields_)
        if (equal_ignoring_case(field.name, name)) return field.value;
    return std::nullopt;
}

bool Headers::contains_token(std::string_view name, std::string_view token) const {
    for (const auto& field : fields_) {
        if (!equal_ignoring_case(field.name, name)) continue;
        std::string_view rest = field.value;
        while (true) {
            const auto comma = rest.find(',');
            if (equal_ignoring_case(trimmed(rest.substr(0, comma)), token)) return true;
            if (comma == rest.npos) break;
            rest.remove_prefix(comma + 1);
        }
    }
    return false;
}

}  // namespace carrot::http
