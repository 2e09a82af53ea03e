#include "stellar/detail/toml_file.hpp"

#include <sodium.h>
#include <toml++/toml.h>

#include <algorithm>

namespace carrot::stellar::detail {

namespace {

constexpr std::size_t max_file_bytes = 64 * 1024;

/// A TOML basic string.
std::string toml_string(std::string_view text) {
    std::string out = "\"";
    for (char character : text) {
        const auto byte = static_cast<std::uint8_t>(character);
        if (character == '"' || character == '\\') {
            out += {'\\', character};
        } else if (byte < 0x20 || byte == 0x7f) {
            out += fmt::format("\\u{:04x}", byte);
        } else {
            out += character;
        }
    }
    return out + '"';
}

}  // namespace

Result<TomlStrings> read_toml(const std::filesystem::path& path) {
    Bytes content = TRY(read_file(path, max_file_bytes));
    try {
        TomlStrings strings;
        const toml::table table = toml::parse(as_text(content));
        for (const auto& [key, node] : table) {
            if (const auto* text = node.as_string()) strings.emplace(key.str(), text->get());
        }
        sodium_memzero(content.data(), content.size());
        return strings;
    } catch (const toml::parse_error& error) {
        sodium_memzero(content.data(), content.size());
        return fail(ErrorCode::corrupt_data, "could not read {}: line {} is not valid TOML",
                    path.string(), error.source().begin.line);
    }
}

Result<void> write_toml(const std::filesystem::path& path, const TomlStrings& values) {
    std::string text;
    for (const auto& [key, value] : values)
        text += fmt::format("{} = {}\n", key, toml_string(value));
    TRY(make_directories(path.parent_path()));
    auto written = write_file(path, as_bytes(text), FileMode::secret);
    sodium_memzero(text.data(), text.size());
    return written;
}

Result<std::vector<std::string>> list_toml(const std::filesystem::path& directory) {
    std::vector<std::string> names;
    std::error_code error;
    if (!std::filesystem::exists(directory, error)) return names;
    for (std::filesystem::directory_iterator it(directory, error), end; !error && it != end;
         it.increment(error)) {
        if (it->path().extension() == ".toml") names.push_back(it->path().stem().string());
    }
    if (error) {
        return fail(ErrorCode::permission_denied, "could not list {}: {}", directory.string(),
                    error.message());
    }
    std::ranges::sort(names);
    return names;
}

}  // namespace carrot::stellar::detail
