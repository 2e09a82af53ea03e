// Requests to the Docker Engine API, version 1.41, on a unix socket.
#pragma once

#include <filesystem>
#include <stop_token>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "http/client.hpp"
#include "http/json.hpp"

namespace carrot::sandbox::detail {

/// Thread-safe. `operation` opens the messages of errors: "create container X".
class DockerConnection {
public:
    explicit DockerConnection(std::filesystem::path socket);

    /// `target` begins after the version: "/containers/json?all=1".
    http::ClientRequest make(http::Method method, std::string_view target) const;

    /// Any status is a success.
    Result<http::ClientResponse> exchange(const http::ClientRequest& request,
                                          const http::SendOptions& options);

    Result<http::ClientResponse> send(const http::ClientRequest& request,
                                      std::string_view operation, const http::SendOptions& options);

    /// For what changes a container's state: 304 says that it is so already.
    Result<void> command(const http::ClientRequest& request, std::string_view operation,
                         const http::SendOptions& options);

    Result<boost::json::value> get_json(std::string_view target, std::string_view operation,
                                        std::stop_token stop);

    Result<http::DuplexStream> upgrade(const http::ClientRequest& request,
                                       const http::SendOptions& options);

private:
    http::Client client_;
    http::Url server_;
};

}  // namespace carrot::sandbox::detail
