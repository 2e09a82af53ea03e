// The gateway beside nginx serving the same file from a folder: both on loopback, asked by wrk.
#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <stdlib.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>

#include "base/file.hpp"
#include "base/random.hpp"
#include "http/http.hpp"
#include "ipfs/gateway.hpp"
#include "ipfs/ipfs.hpp"

namespace {

using namespace carrot;
namespace fs = std::filesystem;

std::string output_of(const std::string& command) {
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "r"), &::pclose);
    if (!pipe) throw std::runtime_error("could not run: " + command);
    std::string text;
    char part[4096];
    while (std::fgets(part, sizeof part, pipe.get()) != nullptr)
        text += part;
    return text;
}

class Folder {
public:
    Folder() {
        auto name = (fs::temp_directory_path() / "carrot-bench-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
        path = name;
        // nginx serves as another user.
        fs::permissions(path, fs::perms::others_exec, fs::perm_options::add);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() { fs::remove_all(path); }

    fs::path path;
};

constexpr std::string_view nginx_conf = R"(worker_processes auto;
pid {0}/nginx.pid;
error_log {0}/error.log;
events {{ worker_connections 512; }}
http {{
    access_log off;
    sendfile on;
    keepalive_requests 1000000;
    client_body_temp_path {0}/b; proxy_temp_path {0}/p; fastcgi_temp_path {0}/f;
    uwsgi_temp_path {0}/u; scgi_temp_path {0}/s;
    server {{ listen 127.0.0.1:{1}; root {0}/www; }}
}}
)";

class Nginx {
public:
    explicit Nginx(const Folder& folder) : folder_(folder) {
        const auto conf = fmt::format(fmt::runtime(nginx_conf), folder.path.string(), port);
        const auto file = folder.path / "nginx.conf";
        if (!write_file(file, as_bytes(conf))) throw std::runtime_error("no room for nginx.conf");
        output_of(fmt::format("nginx -e {0}/error.log -c {0}/nginx.conf", folder.path.string()));
    }
    Nginx(const Nginx&) = delete;
    Nginx& operator=(const Nginx&) = delete;
    ~Nginx() {
        output_of(
            fmt::format("nginx -e {0}/error.log -c {0}/nginx.conf -s stop", folder_.path.string()));
        while (fs::exists(folder_.path / "nginx.pid"))
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }

    std::string url() const { return fmt::format("http://127.0.0.1:{}", port); }

private:
    static constexpr int port = 18'480;
    const Folder& folder_;
};

/// The same content behind both servers.
class Stage {
public:
    explicit Stage(std::size_t bytes) {
        Bytes content(bytes);
        fill_random(content);
        fs::create_directory(folder_.path / "www");
        if (!write_file(folder_.path / "www" / "file.bin", content))
            throw std::runtime_error("no room for the file");
        fs::permissions(folder_.path / "www" / "file.bin", fs::perms::others_read,
                        fs::perm_options::add);
        store_ = ipfs::BlockStore::open(folder_.path / "store").value();
        const auto added = ipfs::add_bytes(*store_, content).value();
        path_ = "/ipfs/" + added.cid.to_string();
        http::Router router;
        ipfs::add_gateway_routes(router, *store_);
        server_.emplace(http::Server::start(std::move(router)).value());
        nginx_.emplace(folder_);
    }

    std::string gateway_url() const { return server_->url() + path_; }
    std::string nginx_url() const { return nginx_->url() + "/file.bin"; }

private:
    Folder folder_;
    std::shared_ptr<ipfs::BlockStore> store_;
    std::string path_;
    std::optional<http::Server> server_;
    std::optional<Nginx> nginx_;
};

/// wrk's "Requests/sec", on 16 kept connections.
double requests_per_s(const std::string& url, const std::string& header) {
    const auto option = header.empty() ? "" : fmt::format("-H '{}'", header);
    const auto report = output_of(fmt::format("wrk -t1 -c16 -d3s {} '{}'", option, url));
    constexpr std::string_view mark = "Requests/sec:";
    const auto at = report.find(mark);
    if (at == std::string::npos || report.contains("Non-2xx"))
        throw std::runtime_error("wrk did not succeed with " + url + ":\n" + report);
    return std::stod(report.substr(at + mark.size()));
}

void serve(benchmark::State& state, std::size_t content_bytes, const std::string& header) {
    if (std::system("command -v nginx wrk >/dev/null") != 0)
        return state.SkipWithError("needs nginx and wrk: apt-get install nginx-light wrk");
    const Stage stage(content_bytes);
    double gateway = 0;
    double nginx = 0;
    for (auto _ : state) {
        nginx += requests_per_s(stage.nginx_url(), header);
        gateway += requests_per_s(stage.gateway_url(), header);
    }
    const auto rounds = static_cast<double>(state.iterations());
    state.counters["gateway_requests_per_s"] = gateway / rounds;
    state.counters["nginx_requests_per_s"] = nginx / rounds;
    state.counters["fraction_of_nginx"] = gateway / nginx;
}

BENCHMARK_CAPTURE(serve, picture_100_KiB, std::size_t{100} << 10, "")->Iterations(3);
BENCHMARK_CAPTURE(serve, file_8_MiB, std::size_t{8} << 20, "")->Iterations(3);
BENCHMARK_CAPTURE(serve, range_64_KiB_of_256_MiB, std::size_t{256} << 20,
                  "Range: bytes=104857000-104922535")
    ->Iterations(3);

}  // namespace
