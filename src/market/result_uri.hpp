// The `result_hash` of a finished job: where its result lies.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace carrot::market {

/// The CID in a `result_hash` of the form `ipfs://<CIDv1>`. Checks the form, not the CID itself.
Result<std::string> parse_result_hash(std::string_view result_hash);

/// `ipfs://<cid>`
std::string to_result_hash(std::string_view cid);

}  // namespace carrot::market
