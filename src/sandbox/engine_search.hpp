// Which container engine to use: the configured socket, else DOCKER_HOST, /var/run/docker.sock,
// Podman's sockets, else a private one.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "sandbox/container_engine.hpp"
#include "sandbox/private_engine.hpp"

namespace carrot::sandbox {

struct EngineSearch {
    std::filesystem::path socket{};             ///< when set, no other is tried
    std::filesystem::path private_directory{};  ///< empty: never start one
};

/// An engine that answers; a private daemon lives as long as this.
class FoundEngine {
public:
    FoundEngine(std::unique_ptr<ContainerEngine> client, std::filesystem::path socket,
                std::optional<PrivateEngine> daemon)
        : daemon_(std::move(daemon)), client_(std::move(client)), socket_(std::move(socket)) {}

    ContainerEngine& client() const { return *client_; }
    const std::filesystem::path& socket() const { return socket_; }
    bool is_private() const { return daemon_.has_value(); }

private:
    std::optional<PrivateEngine> daemon_;
    std::unique_ptr<ContainerEngine> client_;
    std::filesystem::path socket_;
};

/// not_found when there is none and none can be started: the message says what was tried, why each
/// failed, and what to do.
Result<FoundEngine> find_engine(const EngineSearch& search, std::stop_token stop);

/// The sockets that find_engine tries, in order. DOCKER_HOST counts only as unix://.
std::vector<std::filesystem::path> engine_sockets(const EngineSearch& search);

}  // namespace carrot::sandbox
