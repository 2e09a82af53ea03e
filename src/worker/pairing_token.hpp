// The secret that a provider's browser shows to the provider's worker.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace carrot::worker {

/// Reads the folder's token, or makes one: 43 characters of base64url (256 random bits), readable
/// by the owner alone. corrupt_data when the file holds something else.
Result<std::string> load_pairing_token(const std::filesystem::path& directory);

/// Makes a new one in its place; who has the old one can't use it once the worker has read this.
Result<std::string> replace_pairing_token(const std::filesystem::path& directory);

/// Whether an Authorization header's value is `Bearer` and the token. Takes the same time for every
/// token of the right length.
bool is_authorized(std::string_view authorization, std::string_view pairing_token);

}  // namespace carrot::worker
