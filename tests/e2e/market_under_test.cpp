#include "e2e/market_under_test.hpp"

#include <chrono>
#include <csignal>
#include <fstream>
#include <stdexcept>

#include "base/clock.hpp"
#include "base/file.hpp"

namespace carrot::tests {
namespace {

constexpr auto program_path = CARROT_BINARY_DIR "/bin/carrot";
constexpr std::chrono::seconds longest_wait{60};
constexpr std::chrono::milliseconds look_interval{100};

std::string file_content(const std::filesystem::path& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

long long to_number(const json::value& text) { return std::stoll(std::string{text.as_string()}); }

}  // namespace

MarketUnderTest::MarketUnderTest() { start(); }

Environment MarketUnderTest::environment() const {
    auto config = (directory_.path() / "config").native();
    return {{"XDG_CONFIG_HOME", config},
            {"STELLAR_CONFIG_HOME", config + "/stellar"},
            {"CARROT_NETWORK", ""},
            {"CARROT_KEY", ""},
            {"CARROT_DATA_DIR", ""}};
}

Arguments MarketUnderTest::command(Arguments arguments) const {
    Arguments whole{program_path, "--data-dir", (directory_.path() / "data").native()};
    whole.insert(whole.end(), arguments.begin(), arguments.end());
    return whole;
}

void MarketUnderTest::start() {
    auto log = directory_.path() / "up.log";
    program_ =
        std::make_unique<Program>(command({"up", "--json", "--network-port", "0", "--gateway-port",
                                           "0", "--worker-port", "0", "--web-port", "0"}),
                                  environment(), log.native());
    const auto line = program_->first_line();
    if (!line.starts_with("{\"rpc_url\""))
        throw std::runtime_error("carrot up did not come up:\n" + file_content(log));
    document_ = json::parse(line).as_object();
}

std::unique_ptr<Program> MarketUnderTest::start_carrot(Arguments arguments,
                                                       const std::string& log) const {
    return std::make_unique<Program>(command(std::move(arguments)), environment(), new_path(log));
}

Outcome MarketUnderTest::carrot(Arguments arguments) const {
    return run_program(command(std::move(arguments)), environment());
}

json::object MarketUnderTest::ask(Arguments arguments, int exit_code) const {
    auto name = arguments.empty() ? std::string{} : arguments.front();
    arguments.insert(arguments.begin(), "--json");
    auto outcome = carrot(arguments);
    if (outcome.exit_code != exit_code) {
        throw std::runtime_error("carrot " + name + " … ended with " +
                                 std::to_string(outcome.exit_code) + ": " + outcome.err);
    }
    return json::parse(outcome.out).as_object();
}

std::string MarketUnderTest::new_path(const std::string& name) const {
    return (directory_.path() / name).native();
}

std::string MarketUnderTest::script(const std::string& name, const std::string& code) const {
    auto path = new_path(name);
    if (!write_file(path, as_bytes(code))) throw std::runtime_error("can't write " + path);
    return path;
}

long long MarketUnderTest::balance_stroops(const std::string& key) const {
    for (const auto& entry : ask({"key", "list", "--balances"}).at("keys").as_array()) {
        if (entry.at("name") == json::value(key)) return to_number(entry.at("balance_stroops"));
    }
    throw std::runtime_error("no key " + key);
}

long long MarketUnderTest::fees_stroops() const {
    return to_number(ask({"fees", "show"}).at("fees_stroops"));
}

json::object MarketUnderTest::wait_for_status(long long job_id, const std::string& status) const {
    json::object job;
    wait_until("job " + std::to_string(job_id) + " to be " + status, [&] {
        job = ask({"job", "show", std::to_string(job_id)});
        return job.at("status") == json::value(status);
    });
    return job;
}

void MarketUnderTest::kill() { program_->end(SIGKILL); }
int MarketUnderTest::interrupt() { return program_->end(SIGINT); }

void wait_until(const std::string& what, const std::function<bool()>& is_so) {
    const auto end = std::chrono::steady_clock::now() + longest_wait;
    while (!is_so()) {
        if (std::chrono::steady_clock::now() > end)
            throw std::runtime_error("waited in vain for " + what);
        system_clock().sleep_for(look_interval, {});
    }
}

MarketUnderTest& shared_market() {
    static MarketUnderTest market;
    return market;
}

}  // namespace carrot::tests
