#include "sandbox/engine_search.hpp"

#include <unistd.h>

#include <fmt/ranges.h>

#include <cstdlib>
#include <string_view>
#include <utility>

#include "sandbox/docker_engine.hpp"

namespace carrot::sandbox {
namespace {

namespace fs = std::filesystem;

/// The path of DOCKER_HOST, when it is a unix socket.
std::optional<fs::path> docker_host() {
    constexpr std::string_view scheme = "unix://";
    const char* value = std::getenv("DOCKER_HOST");
    if (value == nullptr || !std::string_view(value).starts_with(scheme)) return std::nullopt;
    return fs::path(std::string_view(value).substr(scheme.size()));
}

fs::path user_runtime_directory() {
    const char* value = std::getenv("XDG_RUNTIME_DIR");
    if (value != nullptr && *value == '/') return value;
    return fmt::format("/run/user/{}", ::getuid());
}

std::unexpected<Error> none_found(const std::vector<std::string>& tried) {
    return fail(ErrorCode::not_found,
                "no container engine: {}: install docker.io and start it, or run as root so that "
                "Carrot can start a private one; `carrot doctor` checks it",
                fmt::join(tried, "; "));
}

}  // namespace

std::vector<fs::path> engine_sockets(const EngineSearch& search) {
    if (!search.socket.empty()) return {search.socket};
    std::vector<fs::path> sockets;
    if (auto host = docker_host()) sockets.push_back(std::move(*host));
    sockets.emplace_back("/var/run/docker.sock");
    sockets.push_back(user_runtime_directory() / "docker.sock");
    sockets.emplace_back("/run/podman/podman.sock");
    sockets.push_back(user_runtime_directory() / "podman/podman.sock");
    return sockets;
}

Result<FoundEngine> find_engine(const EngineSearch& search, std::stop_token stop) {
    std::vector<std::string> tried;
    for (const auto& socket : engine_sockets(search)) {
        auto client = make_docker_engine(socket);
        const auto facts = client->fetch_facts(stop);
        if (facts) return FoundEngine(std::move(client), socket, std::nullopt);
        std::error_code ignored;
        // A socket that does not exist is worth a word only where somebody named it.
        if (!search.socket.empty() || fs::exists(socket, ignored))
            tried.push_back(facts.error().message);
    }
    if (search.socket.empty() && !search.private_directory.empty()) {
        auto daemon = PrivateEngine::start({.directory = search.private_directory}, stop);
        if (daemon) {
            const auto socket = daemon->socket();
            return FoundEngine(make_docker_engine(socket), socket, std::move(*daemon));
        }
        if (daemon.error().code == ErrorCode::cancelled)
            return std::unexpected(std::move(daemon.error()));
        tried.push_back(daemon.error().message);
    }
    if (tried.empty()) tried.emplace_back("nothing answers at the usual sockets");
    return none_found(tried);
}

}  // namespace carrot::sandbox
