// The small TOML files of the configuration folder: top-level strings only.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/file.hpp"
#include "base/result.hpp"

namespace carrot::stellar::detail {

using TomlStrings = std::map<std::string, std::string, std::less<>>;

/// The file's top-level strings; other values are left out. At most 64 KiB. Errors name the file
/// but quote nothing of it, as it may hold a secret.
Result<TomlStrings> read_toml(const std::filesystem::path& path);

/// Replaces the file, mode 0600, and makes its folder.
Result<void> write_toml(const std::filesystem::path& path, const TomlStrings& values);

/// The names of the `.toml` files in a folder, sorted; none when the folder does not exist.
Result<std::vector<std::string>> list_toml(const std::filesystem::path& directory);

}  // namespace carrot::stellar::detail
