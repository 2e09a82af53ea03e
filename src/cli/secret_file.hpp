// Secrets come from files: never from the command line or the environment, which other users and
// child processes can read.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace carrot::cli {

/// "credential:NAME" is $CREDENTIALS_DIRECTORY/NAME, where systemd puts what LoadCredential= or
/// LoadCredentialEncrypted= names; anything else is a path, a relative one from `directory`.
/// failed_precondition when systemd gave no credentials.
Result<std::filesystem::path> secret_path(std::string_view file,
                                          const std::filesystem::path& directory);

/// The same text, a relative path made absolute from here.
std::string absolute_secret_path(const std::string& file);

/// not_found, or permission_denied when other users can read it; says what mends it.
Result<void> check_secret_file(const std::filesystem::path& file);

/// The file's one line, without its end; checked first. invalid_argument when it is empty, has
/// several lines, or is over 4 KiB.
Result<std::string> read_secret_file(const std::filesystem::path& file);

/// Refuses a text that is a secret key (S… of SEP-23) where a name is expected. Does not repeat it.
Result<void> refuse_secret(std::string_view text, std::string_view place);

}  // namespace carrot::cli
