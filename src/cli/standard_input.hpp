// Content that is piped in: "-" where a file is named.
#pragma once

#include <filesystem>
#include <string_view>

#include "cli/session.hpp"
#include "ipfs/byte_source.hpp"

namespace carrot::cli {

inline bool is_standard_input(const std::filesystem::path& path) { return path == "-"; }

/// What comes on stdin up to its end; cancelled when a stop is requested meanwhile. On a terminal a
/// note says how to end it.
ipfs::ByteSource standard_input(Session& session);

}  // namespace carrot::cli
