// A container engine that speaks the Docker Engine API, version 1.41, on a unix socket: Docker from
// 20.10 on, and Podman's socket in so far as it is compatible.
// https://docs.docker.com/engine/api/v1.41/
#pragma once

#include <filesystem>
#include <memory>

#include "base/result.hpp"
#include "sandbox/container_engine.hpp"

namespace carrot::sandbox {

/// Connects with each call; nothing is checked before the first.
std::unique_ptr<ContainerEngine> make_docker_engine(std::filesystem::path socket);

}  // namespace carrot::sandbox
