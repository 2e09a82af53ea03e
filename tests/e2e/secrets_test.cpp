// Where a worker's secrets must not be while it works: neither where other users look (arguments,
// environments) nor where its owner shows around what it said.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <mutex>

#include "base/encoding.hpp"
#include "e2e/worker_under_test.hpp"
#include "http/json.hpp"
#include "http/server.hpp"
#include "ipfs/cid.hpp"

namespace carrot::tests {
namespace {

namespace fs = std::filesystem;

const std::string kubo_token = "kubo-t0ken-51c2";
const std::string registry_password = "registry-p4ss-9d1e";

/// A pinning service in the place of Kubo, which is not to be had here: it says what Kubo says of
/// the CAR's root, and remembers who asked.
class Kubo {
public:
    Kubo() {
        http::Router router;
        router.route(
            http::Method::post, "/api/v0/dag/import", [this](const http::Request& request) {
                const std::lock_guard lock(mutex_);
                authorization_ = request.headers.find("Authorization").value_or("");
                return http::json_response(
                    200,
                    {{"Root", {{"Cid", {{"/", root_of(request.body)}}}, {"PinErrorMsg", ""}}}});
            });
        server_.emplace(http::Server::start(std::move(router)).value());
    }

    std::string url() const { return server_->url(); }
    std::string authorization() {
        const std::lock_guard lock(mutex_);
        return authorization_;
    }

private:
    /// The CAR's header has it as a link: CBOR's tag 42 and a byte string whose first byte is 0.
    static std::string root_of(std::string_view form) {
        constexpr std::string_view link = "\xd8\x2a\x58";
        auto rest = as_bytes(form.substr(form.find(link) + link.size() + 2));
        return ipfs::Cid::decode_prefix(rest).value().to_string();
    }

    std::mutex mutex_;
    std::string authorization_;
    std::optional<http::Server> server_;
};

std::string content_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

class Secrets : public testing::Test {
protected:
    Secrets() {
        const auto login = to_base64(as_bytes("carrot:" + registry_password));
        const auto logins = secret_file(
            market, "logins.json", R"({"auths": {"127.0.0.1:9": {"auth": ")" + login + "\"}}}");
        const auto token = secret_file(market, "kubo.token", kubo_token + "\n");
        worker.emplace(market, "sybil",
                       "key = \"sybil\"\npassphrase_file = \"" + provider.passphrase_file + "\"",
                       "[worker.images]\npull_attempts = 1\nlogin_files = [\"" + logins +
                           "\"]\n[worker.store]\nkubo_url = \"" + kubo.url() +
                           "\"\nkubo_token_file = \"" + token + "\"");
        worker->start();
        secrets = {{"the secret key", provider.secret},
                   {"the passphrase", provider.passphrase},
                   {"the pairing token", worker->token()},
                   {"the store's token", kubo_token},
                   {"the registry's password", registry_password},
                   {"the registry's login", login}};
    }

    std::int64_t post(Arguments arguments) {
        arguments.insert(arguments.begin(), {"job", "post"});
        arguments.insert(arguments.end(), {"--gpu", provider.gpu_id, "--key", "alice"});
        return market.ask(arguments).at("job_id").as_int64();
    }

    void expect_none(const std::string& text, const std::string& where) const {
        for (const auto& [what, secret] : secrets)
            EXPECT_EQ(text.find(secret), text.npos) << what << " is in " << where;
    }

    MarketUnderTest& market = shared_market();
    ProviderUnderTest provider = make_provider(market, "sybil");
    Kubo kubo;
    std::optional<WorkerUnderTest> worker;
    std::vector<std::pair<std::string, std::string>> secrets;
};

/// Of the whole machine: the worker, what it starts, the engine, and the job.
std::vector<fs::path> all_processes() {
    std::vector<fs::path> processes;
    for (const auto& entry : fs::directory_iterator("/proc")) {
        const auto name = entry.path().filename().native();
        const bool is_process = name.find_first_not_of("0123456789") == name.npos;
        if (is_process) processes.push_back(entry.path());
    }
    return processes;
}

TEST_F(Secrets, AreNowhereButInTheirFiles) {
    const auto refused = post({"--image", "127.0.0.1:9/private/tool:1"});
    wait_until("the pull to fail", [&] {
        const auto job = worker->send(http::Method::get, "/jobs/" + std::to_string(refused));
        return job.status == 200 && json::parse(job.body).at("status") == "refused";
    });
    auto script =
        market.script("long.py", "import time\nprint('at work', flush=True)\ntime.sleep(5)\n");
    const auto job = post({script});
    const auto log = "/jobs/" + std::to_string(job) + "/logs";
    market.wait_for_status(job, "claimed");

    bool saw_worker = false;
    for (const auto& process : all_processes()) {
        saw_worker |= process.filename() == std::to_string(worker->pid());
        expect_none(content_of(process / "cmdline"), "the arguments of " + process.native());
        expect_none(content_of(process / "environ"), "the environment of " + process.native());
    }
    EXPECT_TRUE(saw_worker);

    market.wait_for_status(job, "completed");
    EXPECT_EQ(kubo.authorization(), "Bearer " + kubo_token) << "it was in use";
    for (auto path : {"/metrics", "/health", "/jobs", "/check-docker", "/check-gpu"})
        expect_none(worker->send(http::Method::get, path).body, path);
    expect_none(worker->send(http::Method::get, log).body, log);
    for (Arguments command : {Arguments{"worker", "status"},
                              {"worker", "status", "--json"},
                              {"worker", "check", "--settings"},
                              {"worker", "check", "--json"},
                              {"doctor"}}) {
        const auto said = worker->carrot(command);
        expect_none(said.out + said.err, "what 'carrot " + command.back() + "' says");
    }
    expect_none(content_of(worker->log_file()), "the worker's log");
    for (const auto& entry : fs::recursive_directory_iterator(worker->folder()))
        if (entry.is_regular_file() && entry.path().filename() != "pairing-token")
            expect_none(content_of(entry.path()), entry.path().native());
}

}  // namespace
}  // namespace carrot::tests
