// Where the passphrase of a key comes from.
#pragma once

#include <filesystem>
#include <string>

#include "base/result.hpp"
#include "stellar/key_store.hpp"

namespace carrot::cli {

/// From the file, or without one from the terminal. `file` is as secret_path() takes it; a
/// credential that systemd did not bring leaves the terminal.
stellar::PassphraseSource passphrase_source(std::string file, std::filesystem::path directory);

/// For a new key: from the file, or asked for twice.
Result<stellar::SecretText> new_passphrase(std::string_view key_name, const std::string& file,
                                           const std::filesystem::path& directory);

}  // namespace carrot::cli
