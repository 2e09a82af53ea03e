#include "e2e/worker_under_test.hpp"

#include <fmt/format.h>

#include <csignal>
#include <stdexcept>

#include "base/file.hpp"
#include "stellar/key_pair.hpp"

namespace carrot::tests {
namespace {

constexpr std::size_t file_limit_bytes = std::size_t{1} << 20;

std::string content_of(const std::string& path) {
    const auto content = read_file(path, file_limit_bytes);
    return content ? std::string(as_text(*content)) : "no " + path;
}

}  // namespace

std::string secret_file(const MarketUnderTest& market, const std::string& name,
                        const std::string& content) {
    auto path = market.new_path(name);
    if (!write_file(path, as_bytes(content), FileMode::secret))
        throw std::runtime_error("can't write " + path);
    return path;
}

ProviderUnderTest make_provider(const MarketUnderTest& market, const std::string& name) {
    const auto key = stellar::KeyPair::generate();
    ProviderUnderTest provider{.name = name,
                               .address = key.account().to_string(),
                               .secret = key.secret().reveal(),
                               .passphrase = "four words of " + name,
                               .passphrase_file = {},
                               .gpu_id = {}};
    provider.passphrase_file =
        secret_file(market, name + ".passphrase", provider.passphrase + "\n");
    market.ask({"key", "add", name, "--encrypt", "--secret-file",
                secret_file(market, name + ".secret", provider.secret), "--passphrase-file",
                provider.passphrase_file});
    market.ask({"key", "fund", name});
    const auto gpu =
        market.ask({"gpu", "register", "--model", "CPU of " + name, "--vram-gb", "4", "--price",
                    "2", "--key", name, "--passphrase-file", provider.passphrase_file});
    provider.gpu_id = std::to_string(gpu.at("gpu_id").as_int64());
    return provider;
}

WorkerUnderTest::WorkerUnderTest(const MarketUnderTest& market, std::string name,
                                 const std::string& members, const std::string& tables)
    : market_(market), name_(std::move(name)) {
    // A network's name is a folder's too: so each worker has its own, and all of them one store.
    const auto settings = fmt::format(
        "network = \"{0}\"\n"
        "[networks.{0}]\nrpc_url = \"{1}\"\npassphrase = \"Standalone Network ; February 2017\"\n"
        "market_file = \"{2}\"\n"
        "[worker]\nport = 0\nengine = \"{3}\"\npoll_interval_ms = 100\n{4}\n{5}\n",
        name_, std::string_view{market.document().at("rpc_url").as_string()},
        market.new_path("data/local/market.toml"), market.new_path("data/engine/docker.sock"),
        members, tables);
    if (!write_file(market.new_path(name_ + ".toml"), as_bytes(settings)))
        throw std::runtime_error("can't write the settings of " + name_);
}

Arguments WorkerUnderTest::with_settings(Arguments arguments) const {
    arguments.insert(arguments.begin(), {"--config", market_.new_path(name_ + ".toml")});
    return arguments;
}

Outcome WorkerUnderTest::carrot(Arguments arguments) const {
    return market_.carrot(with_settings(std::move(arguments)));
}

json::object WorkerUnderTest::ask(Arguments arguments, int exit_code) const {
    return market_.ask(with_settings(std::move(arguments)), exit_code);
}

void WorkerUnderTest::start() {
    program_ = market_.start_carrot(with_settings({"worker", "--json"}), name_ + ".log");
    const auto line = program_->first_line();
    if (!line.starts_with("{\"worker_url\""))
        throw std::runtime_error("the worker did not come up:\n" + line + content_of(log_file()));
    document_ = json::parse(line).as_object();
}

int WorkerUnderTest::stop() { return program_->end(SIGTERM); }

std::string WorkerUnderTest::token() const {
    auto token = content_of(std::string{document_.at("token_file").as_string()});
    while (token.ends_with('\n'))
        token.pop_back();
    return token;
}

http::ClientResponse WorkerUnderTest::send(http::Method method, const std::string& path,
                                           std::string body) {
    http::ClientRequest request;
    request.method = method;
    const std::string url(document_.at("worker_url").as_string());
    request.url = http::Url::parse(url + path).value();
    request.headers.set("Authorization", "Bearer " + token());
    if (!body.empty()) request.headers.set("Content-Type", "application/json");
    request.body = std::move(body);
    return client_.send(request, {.timeout = std::chrono::minutes(2)}).value();
}

}  // namespace carrot::tests
