// The image calls of the Docker Engine API: see ContainerEngine for what each promises.
#pragma once

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "sandbox/container_engine.hpp"
#include "sandbox/detail/docker_connection.hpp"
#include "sandbox/detail/progress_lines.hpp"

namespace carrot::sandbox::detail {

class DockerImages {
public:
    /// Keeps the reference.
    explicit DockerImages(DockerConnection& connection) : connection_(connection) {}

    Result<Image> inspect(std::string_view image, std::stop_token stop);
    Result<Image> pull(std::string_view image, const PullOptions& options, std::stop_token stop);
    Result<std::string> find_in_registry(std::string_view image,
                                         const std::optional<RegistryLogin>& login,
                                         std::stop_token stop);
    Result<Image> import(std::string_view image, const std::filesystem::path& tar,
                         std::stop_token stop);
    Result<std::vector<Image>> list(std::stop_token stop);
    Result<void> remove(std::string_view image, std::stop_token stop);

private:
    Result<void> follow_progress(const http::ClientRequest& request, std::string_view operation,
                                 ProgressLines& lines, std::stop_token stop);

    DockerConnection& connection_;
};

}  // namespace carrot::sandbox::detail
