// One image from its registry: tried again where that may help, ended where it takes too long, too
// much or too much room.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "market/image_reference.hpp"
#include "sandbox/container_engine.hpp"
#include "worker/image_policy.hpp"

namespace carrot::worker {

struct PullTask {
    std::string name;  ///< with tag or digest
    std::optional<sandbox::RegistryLogin> login{};
    /// As find_engine_folder() says; where it is empty, no free disk is asked for.
    std::filesystem::path engine_folder{};
    /// Makes sure that so many bytes more may be kept; its error ends the pull.
    std::function<Result<void>(std::uint64_t bytes)> make_room;
    sandbox::OnPullProgress on_progress{};
};

/// Errors: pull_image()'s final ones; failed_precondition when the image is too large, or the
/// attempts or the time are used up; resource_exhausted when the disk is too full; unavailable when
/// the engine itself is away.
Result<sandbox::Image> pull_image(sandbox::ContainerEngine& engine, const PullTask& task,
                                  const ImagePolicy& policy, Clock& clock, std::stop_token stop);

/// Where the engine keeps images; empty where that is not a folder of this machine.
Result<std::filesystem::path> find_engine_folder(sandbox::ContainerEngine& engine,
                                                 std::stop_token stop);

/// What the folder's file system has left; empty when it can't be told.
std::optional<std::uint64_t> free_disk_bytes(const std::filesystem::path& folder);

/// "name@sha256:…" of the repository that was asked; empty when the image is not from there.
std::string digest_from(const sandbox::Image& image, const market::ImageReference& asked);

}  // namespace carrot::worker
