// Bytes that come piece by piece: a CAR, or what is added from a pipe.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>

#include "base/result.hpp"

namespace carrot::ipfs {

/// Fills the front of `out`, which is not empty, and says how much; 0 at the end.
using ByteSource = std::function<Result<std::size_t>(std::span<std::uint8_t> out)>;

/// Reads from an open file or pipe; `name` stands in errors. The descriptor must outlive the
/// source.
ByteSource bytes_of_file(int fd, std::filesystem::path name);

}  // namespace carrot::ipfs
