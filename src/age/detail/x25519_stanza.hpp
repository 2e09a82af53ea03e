// The file key, wrapped for one X25519 recipient (c2sp.org/age, "The X25519 recipient type").
#pragma once

#include <optional>

#include "age/detail/header.hpp"
#include "age/keys.hpp"

namespace carrot::age {

Stanza wrap_file_key(const FileKey& file_key, const Recipient& recipient);

/// Nothing when the stanza is of another type or for somebody else. corrupt_data when it is an
/// X25519 stanza that nobody can have made by the rules.
Result<std::optional<FileKey>> unwrap_file_key(const Stanza& stanza, const Identity& identity);

}  // namespace carrot::age
