// Whole files: read with a limit, write so that a crash leaves the old or the new content, never a
// part.
#pragma once

#include <cstddef>
#include <filesystem>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace carrot {

/// Reads a whole file of at most `limit_bytes`.
Result<Bytes> read_file(const std::filesystem::path& path, std::size_t limit_bytes);

enum class FileMode : unsigned {
    shared = 0644,
    secret = 0600,  ///< for keys and tokens
};

/// Replaces a file: temporary file beside it, fsync, rename, fsync of the folder.
Result<void> write_file(const std::filesystem::path& path, BytesView content,
                        FileMode mode = FileMode::shared);

/// Creates a folder and its parents, and fsyncs nothing.
Result<void> make_directories(const std::filesystem::path& path);

/// The user's folders by the XDG base directory specification: $XDG_CONFIG_HOME/…, $XDG_DATA_HOME/…
std::filesystem::path user_config_directory(std::string_view program);
std::filesystem::path user_data_directory(std::string_view program);

}  // namespace carrot
