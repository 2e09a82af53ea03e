// The API's description for programs.
#pragma once

#include <string_view>

namespace carrot::worker {

/// openapi.json beside this file: OpenAPI 3.1.
std::string_view openapi_document();

}  // namespace carrot::worker
