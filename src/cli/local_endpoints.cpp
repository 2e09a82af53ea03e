#include "cli/local_endpoints.hpp"

#include <boost/describe.hpp>

#include "base/file.hpp"
#include "http/json.hpp"

namespace carrot::cli {

BOOST_DESCRIBE_STRUCT(LocalEndpoints, (), (rpc_url, gateway_url, worker_url))

namespace {

constexpr std::size_t file_limit_bytes = 64 << 10;

std::filesystem::path file_in(const std::filesystem::path& network_directory) {
    return network_directory / "running.json";
}

}  // namespace

Result<std::optional<LocalEndpoints>> load_local_endpoints(
    const std::filesystem::path& network_directory) {
    auto file = file_in(network_directory);
    auto content = read_file(file, file_limit_bytes);
    if (!content && content.error().code == ErrorCode::not_found) return std::nullopt;
    if (!content) return std::unexpected(std::move(content.error()));
    return TRY(with_context(http::from_json_text<LocalEndpoints>(as_text(*content)),
                            fmt::format("read {}", file.native())));
}

Result<void> save_local_endpoints(const std::filesystem::path& network_directory,
                                  const LocalEndpoints& endpoints) {
    TRY(make_directories(network_directory));
    return write_file(file_in(network_directory), as_bytes(http::to_json_text(endpoints)));
}

void remove_local_endpoints(const std::filesystem::path& network_directory) {
    std::error_code ignored;
    std::filesystem::remove(file_in(network_directory), ignored);
}

}  // namespace carrot::cli
