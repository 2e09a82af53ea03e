#include "cli/value.hpp"

#include <charconv>
#include <limits>

namespace carrot::cli {
namespace {

template <class Integer>
Result<void> read_integer(std::string_view text, Integer& value) {
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) {
        return fail(ErrorCode::invalid_argument, "\"{}\" is not a whole number from 0 to {}",
                    text.substr(0, 64), std::numeric_limits<Integer>::max());
    }
    return {};
}

}  // namespace

Result<void> read_value(std::string_view text, std::string& value) {
    value = text;
    return {};
}

Result<void> read_value(std::string_view text, std::uint16_t& value) {
    return read_integer(text, value);
}

Result<void> read_value(std::string_view text, std::uint32_t& value) {
    return read_integer(text, value);
}

Result<void> read_value(std::string_view text, std::uint64_t& value) {
    return read_integer(text, value);
}

Result<void> read_value(std::string_view text, std::filesystem::path& value) {
    if (text.empty()) return fail(ErrorCode::invalid_argument, "an empty path");
    value = text;
    return {};
}

Result<void> read_value(std::string_view text, market::Stroops& value) {
    value = TRY(market::parse_xlm(text));
    return {};
}

Result<void> read_value(std::string_view text, bool& value) {
    if (text != "yes" && text != "no") {
        return fail(ErrorCode::invalid_argument, "\"{}\" is neither yes nor no",
                    text.substr(0, 64));
    }
    value = text == "yes";
    return {};
}

}  // namespace carrot::cli
