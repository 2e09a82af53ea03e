// What an engine made of a request. Engines pass over members that they don't know, and Docker's
// API is spoken by others than Docker: a container that isn't what was asked for must not start.
#pragma once

#include <string>
#include <vector>

#include "http/json.hpp"
#include "sandbox/container.hpp"

namespace carrot::sandbox::detail {

/// `inspected` is the answer to GET /containers/{id}/json of a container made from `config`. One
/// line for each thing in which it is weaker; members that an engine doesn't tell are not judged,
/// unless a job would be open without them.
std::vector<std::string> weaker_than_asked(const ContainerConfig& config,
                                           const boost::json::value& inspected);

}  // namespace carrot::sandbox::detail
