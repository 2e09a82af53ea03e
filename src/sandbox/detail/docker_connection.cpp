#include "sandbox/detail/docker_connection.hpp"

#include <fmt/format.h>

#include <utility>

namespace carrot::sandbox::detail {

DockerConnection::DockerConnection(std::filesystem::path socket) {
    server_.scheme = http::Url::Scheme::unix_socket;
    server_.socket_path = std::move(socket);
}

http::ClientRequest DockerConnection::make(http::Method method, std::string_view target) const {
    return {.method = method, .url = server_.at(fmt::format("/v1.41{}", target))};
}

Result<http::ClientResponse> DockerConnection::exchange(const http::ClientRequest& request,
                                                        const http::SendOptions& options) {
    return client_.send(request, options);
}

Result<http::ClientResponse> DockerConnection::send(const http::ClientRequest& request,
                                                    std::string_view operation,
                                                    const http::SendOptions& options) {
    return http::expect_success(TRY(client_.send(request, options)), operation);
}

Result<void> DockerConnection::command(const http::ClientRequest& request,
                                       std::string_view operation,
                                       const http::SendOptions& options) {
    auto response = TRY(client_.send(request, options));
    if (response.status == 304) return {};
    TRY(http::expect_success(std::move(response), operation));
    return {};
}

Result<boost::json::value> DockerConnection::get_json(std::string_view target,
                                                      std::string_view operation,
                                                      std::stop_token stop) {
    const auto response =
        TRY(send(make(http::Method::get, target), operation, {.stop = std::move(stop)}));
    return http::parse_json(response.body);
}

Result<http::DuplexStream> DockerConnection::upgrade(const http::ClientRequest& request,
                                                     const http::SendOptions& options) {
    return client_.upgrade(request, options);
}

}  // namespace carrot::sandbox::detail
