// The client and the server over loopback, beside the least that the kernel asks for: the same
// bytes ping-ponged between two threads over a plain socket.
#include <benchmark/benchmark.h>
#include <sys/socket.h>

#include <array>
#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>

#include "base/posix.hpp"
#include "http/http.hpp"

namespace {

using namespace carrot;
using namespace carrot::http;

constexpr std::size_t message_bytes = 150;
constexpr std::uint64_t download_bytes = std::uint64_t{256} << 20;

/// Seconds of one round trip of a small message between two threads.
double bare_round_trip_s() {
    constexpr int rounds = 20'000;
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) throw std::runtime_error("socketpair");
    const FileDescriptor here(ends[0]);
    const FileDescriptor there(ends[1]);
    const std::jthread echo([&] {
        std::array<char, message_bytes> message{};
        while (::recv(there.get(), message.data(), message.size(), MSG_WAITALL) > 0)
            if (::send(there.get(), message.data(), message.size(), 0) < 0) return;
    });
    std::array<char, message_bytes> message{};
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < rounds; ++i)
        if (::send(here.get(), message.data(), message.size(), 0) < 0 ||
            ::recv(here.get(), message.data(), message.size(), MSG_WAITALL) < 0)
            throw std::runtime_error("the bare round trip failed");
    const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - start;
    ::shutdown(here.get(), SHUT_RDWR);
    return passed.count() / rounds;
}

Server start_server() {
    Router router;
    const auto hello = [](const Request&) { return text_response(200, "hello"); };
    router.route(Method::get, "/immediate", hello, {.run = Run::immediate});
    router.route(Method::get, "/pooled", hello);
    router.route(Method::get, "/download", [](const Request&) {
        const auto read = [left = download_bytes](std::span<std::uint8_t> out) mutable {
            const auto size = std::min<std::uint64_t>(out.size(), left);
            left -= size;
            return Result<std::size_t>(size);
        };
        return Response{.body = BlockBody{.read = read, .size_bytes = download_bytes}};
    });
    JsonRpcServer rpc;
    rpc.method("getHealth", [](const json::value&) -> JsonRpcAnswer {
        return json::object{{"status", "healthy"}};
    });
    router.route(Method::post, "/rpc", rpc.handler());
    return Server::start(std::move(router)).value();
}

/// One request at a time, on one kept connection.
void round_trips(benchmark::State& state, std::string_view path) {
    const auto server = start_server();
    Client client;
    const auto url = server.url() + std::string(path);
    const auto start = std::chrono::steady_clock::now();
    for (auto _ : state)
        if (!client.get(url)) state.SkipWithError("the request failed");
    const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - start;
    state.SetItemsProcessed(state.iterations());
    state.counters["x_bare_round_trip"] =
        passed.count() / static_cast<double>(state.iterations()) / bare_round_trip_s();
}

void get_immediate(benchmark::State& state) { round_trips(state, "/immediate"); }
void get_pooled(benchmark::State& state) { round_trips(state, "/pooled"); }

void json_rpc_call(benchmark::State& state) {
    const auto server = start_server();
    Client client;
    JsonRpcClient rpc(client, Url::parse(server.url())->at("/rpc"));
    for (auto _ : state)
        if (!rpc.call("getHealth", nullptr)) state.SkipWithError("the call failed");
    state.SetItemsProcessed(state.iterations());
}

void download(benchmark::State& state) {
    const auto server = start_server();
    Client client;
    const auto url = Url::parse(server.url())->at("/download");
    std::uint64_t received = 0;
    for (auto _ : state) {
        const auto sink = [&](BytesView block) {
            received += block.size();
            return Result<void>();
        };
        if (!client.send({.url = url}, {.on_body = sink})) state.SkipWithError("download failed");
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(received));
}

BENCHMARK(get_immediate)->UseRealTime();
BENCHMARK(get_pooled)->UseRealTime();
BENCHMARK(json_rpc_call)->UseRealTime();
BENCHMARK(download)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
