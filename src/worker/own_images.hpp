// The images that Carrot builds itself, carrot/NAME:1, in the engine or as tar files.
#pragma once

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string_view>

#include "base/result.hpp"
#include "sandbox/container_engine.hpp"
#include "worker/image_keeper.hpp"

namespace carrot::worker {

/// By its name; a name with a folder in it is none of ours.
bool is_own_image(const OwnImages& own, std::string_view name);

/// Imported from its tar file when the engine doesn't have it; none when there is no such file
/// either.
Result<std::optional<sandbox::Image>> find_own_image(sandbox::ContainerEngine& engine,
                                                     const OwnImages& own, std::string_view name,
                                                     std::stop_token stop);

}  // namespace carrot::worker
