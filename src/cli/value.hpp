// Command line values from text, strictly: the whole text, in range, or one clear error.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "market/stroops.hpp"

namespace carrot::cli {

Result<void> read_value(std::string_view text, std::string& value);
Result<void> read_value(std::string_view text, std::uint16_t& value);
Result<void> read_value(std::string_view text, std::uint32_t& value);
Result<void> read_value(std::string_view text, std::uint64_t& value);
Result<void> read_value(std::string_view text, std::filesystem::path& value);
/// XLM, as in "2.5".
Result<void> read_value(std::string_view text, market::Stroops& value);
/// "yes" or "no".
Result<void> read_value(std::string_view text, bool& value);

template <class T>
Result<void> read_value(std::string_view text, std::optional<T>& value) {
    return read_value(text, value.emplace());
}

/// One more element.
template <class T>
Result<void> read_value(std::string_view text, std::vector<T>& values) {
    return read_value(text, values.emplace_back());
}

/// What `--help` calls a value of the type.
constexpr std::string_view value_name(const std::string&) { return "TEXT"; }
constexpr std::string_view value_name(const std::uint16_t&) { return "N"; }
constexpr std::string_view value_name(const std::uint32_t&) { return "N"; }
constexpr std::string_view value_name(const std::uint64_t&) { return "N"; }
constexpr std::string_view value_name(const std::filesystem::path&) { return "PATH"; }
constexpr std::string_view value_name(const market::Stroops&) { return "XLM"; }
constexpr std::string_view value_name(const bool&) { return "yes|no"; }

template <class T>
constexpr std::string_view value_name(const std::optional<T>&) {
    return value_name(T{});
}

template <class T>
constexpr std::string_view value_name(const std::vector<T>&) {
    return value_name(T{});
}

}  // namespace carrot::cli
