// Names that nobody else has.
#pragma once

#include <filesystem>
#include <string>

namespace carrot {

/// 16 hexadecimal digits.
std::string random_name();

/// Beside `finished`, in the same file system, so that a rename finishes it.
std::filesystem::path partial_path(const std::filesystem::path& finished);

}  // namespace carrot
