#include "cli/web_page.hpp"

#include <cstdlib>

#include <boost/json.hpp>

#include "http/static_site.hpp"

namespace carrot::cli {
namespace {

namespace json = boost::json;

/// Scripts, styles and fonts come from the page's own files alone. It may ask any server by https,
/// and this machine's by http: gateways and providers' workers are whoever the chain names. Results
/// are shown in frames that the page makes itself.
constexpr std::string_view page_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
    "img-src 'self' data: blob:; media-src data: blob:; frame-src blob:; manifest-src 'self'; "
    "worker-src 'self'; connect-src 'self' https: http://127.0.0.1:* http://localhost:*; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

std::string facts_document(const WebPageFacts& facts) {
    const auto& deployment = facts.deployment;
    json::object network{{"name", "local"},
                         {"passphrase", deployment.network_passphrase},
                         {"rpcUrl", facts.rpc_url},
                         {"friendbotUrl", facts.friendbot_url}};
    json::object contracts{{"gpuRegistry", deployment.gpu_registry.to_string()},
                           {"jobMarketplace", deployment.job_marketplace.to_string()}};
    json::object demo_accounts{{"alice", facts.accounts.alice.account().to_string()},
                               {"bob", facts.accounts.bob.account().to_string()}};
    return json::serialize(json::object{{"network", std::move(network)},
                                        {"contracts", std::move(contracts)},
                                        {"gateways", json::array{facts.gateway_url}},
                                        {"demoAccounts", std::move(demo_accounts)}});
}

}  // namespace

std::filesystem::path find_web_page() {
    if (const char* chosen = std::getenv("CARROT_WEB"); chosen != nullptr) return chosen;
    std::error_code error;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
    auto beside = program.parent_path().parent_path() / "share" / "carrot" / "web";
    return std::filesystem::exists(beside / "index.html", error) ? beside : std::filesystem::path{};
}

Result<http::Server> serve_web_page(const std::filesystem::path& directory, std::uint16_t port,
                                    const WebPageFacts& facts) {
    http::Router router;
    TRY(http::add_static_site(router, {.directory = directory,
                                       .documents = {{"/carrot.json", facts_document(facts)}},
                                       .content_security_policy = std::string(page_policy)}));
    http::ServerOptions options;
    options.port = port;
    options.allowed_hosts = {"127.0.0.1", "localhost"};
    return http::Server::start(std::move(router), options);
}

std::vector<std::string> origins_of(const http::Server& page) {
    return {fmt::format("http://127.0.0.1:{}", page.port()),
            fmt::format("http://localhost:{}", page.port())};
}

}  // namespace carrot::cli
