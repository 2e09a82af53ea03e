// A provider of their own on the shared market: a key, a GPU, and `carrot worker` in a process.
#pragma once

#include <memory>
#include <string>

#include "e2e/market_under_test.hpp"
#include "http/client.hpp"

namespace carrot::tests {

/// A key that opens with a passphrase, with money on it, and a GPU that needs no card.
struct ProviderUnderTest {
    std::string name;  ///< of the key
    std::string address;
    std::string secret;  ///< S…
    std::string passphrase;
    std::string passphrase_file;
    std::string gpu_id;
};

/// `name` is new on the market. The key goes the way of an owner's own: from a file, by 'carrot key
/// add'.
ProviderUnderTest make_provider(const MarketUnderTest& market, const std::string& name);

/// Writes a secret that only this user can read, and returns its path.
std::string secret_file(const MarketUnderTest& market, const std::string& name,
                        const std::string& content);

class WorkerUnderTest {
public:
    /// `members` are lines below [worker], `tables` what follows. Nothing is started.
    WorkerUnderTest(const MarketUnderTest& market, std::string name, const std::string& members,
                    const std::string& tables = "");

    /// `carrot ARGUMENTS…` with the worker's settings.
    Outcome carrot(Arguments arguments) const;
    json::object ask(Arguments arguments, int exit_code = 0) const;

    /// Starts the worker. Throws when it does not come up.
    void start();
    /// SIGTERM, and the worker's exit code.
    int stop();

    /// A request to its API with the pairing token.
    http::ClientResponse send(http::Method method, const std::string& path, std::string body = {});

    pid_t pid() const { return program_->pid(); }
    std::string token() const;
    std::string log_file() const { return market_.new_path(name_ + ".log"); }
    /// Journal, logs of jobs, token.
    std::string folder() const { return market_.new_path("data/" + name_ + "/worker"); }

private:
    Arguments with_settings(Arguments arguments) const;

    const MarketUnderTest& market_;
    std::string name_;
    std::unique_ptr<Program> program_;
    json::object document_;
    http::Client client_;
};

}  // namespace carrot::tests
