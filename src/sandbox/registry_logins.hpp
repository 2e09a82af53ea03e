// The container engine's own credential store: the files that `docker login` and `podman login`
// write, and the helper programs that these name.
// https://docs.docker.com/reference/cli/docker/login/#credential-stores
// https://github.com/containers/image/blob/main/docs/containers-auth.json.5.md
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "sandbox/container_engine.hpp"

namespace carrot::sandbox {

/// $DOCKER_CONFIG/config.json or ~/.docker/config.json; $REGISTRY_AUTH_FILE, and Podman's places in
/// $XDG_RUNTIME_DIR and ~/.config. They need not exist.
std::vector<std::filesystem::path> usual_login_files();

/// The login that these files, the first that has one, keep for a repository such as "docker.io"
/// and "me/tool"; none where they don't, or don't exist. Within a file, as Docker does: the helper
/// named in credHelpers, else the helper of credsStore, else what stands in auths, the longest key
/// that fits first. A helper is asked anew each time, gets no shell, and may take `helper_limit`.
///
/// Errors never hold a secret: permission_denied (a file can't be read), invalid_argument (its
/// form), not_found (no such helper program), failed_precondition (the helper refused), timed_out.
Result<std::optional<RegistryLogin>> find_registry_login(
    const std::vector<std::filesystem::path>& files, std::string_view domain, std::string_view path,
    std::chrono::seconds helper_limit, std::stop_token stop);

}  // namespace carrot::sandbox
