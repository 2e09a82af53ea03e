// A container engine for tests: a private dockerd, started at the first use in a process and
// stopped at the process's end, with one small image made of busybox.
#pragma once

#include <filesystem>
#include <string>

#include "sandbox/container_engine.hpp"

namespace carrot::tests {

inline constexpr const char* busybox_image = "carrot/busybox:1";

/// Throws std::runtime_error with the reason when it can't be had: an engine must never be missing
/// silently. Needs root, docker.io and busybox-static.
sandbox::ContainerEngine& test_engine();

std::filesystem::path test_engine_socket();

/// All that the engine has on the disk: its log is dockerd.log there, its data are below data/.
std::filesystem::path test_engine_folder();

/// The root file system of busybox_image as a tar archive: /bin with busybox's commands, and with a
/// python3 that runs shell scripts.
std::string busybox_root_archive();

}  // namespace carrot::tests
