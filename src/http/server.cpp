#include "http/server.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <thread>
#include <utility>

#include "http/detail/listener.hpp"
#include "http/url.hpp"

namespace carrot::http {

struct Server::Impl {
    using WorkGuard = boost::asio::executor_work_guard<detail::Executor>;

    Impl(Router router, ServerOptions options) : shared(std::move(router), std::move(options)) {
        for (std::size_t i = 0; i < std::max<std::size_t>(shared.options.io_threads, 1); ++i) {
            loops.push_back(std::make_shared<detail::Loop>(shared));
            guards.emplace_back(loops.back()->context().get_executor());
        }
    }
    ~Impl() { stop(); }

    Result<void> listen();
    void run();
    void stop();
    bool wait_until_closed(std::chrono::milliseconds timeout);

    template <class Function>
    void on_each_loop(Function function) {
        for (const auto& loop : loops)
            boost::asio::post(loop->context(), [loop = loop.get(), function] { function(*loop); });
    }

    detail::ServerShared shared;
    detail::Loops loops;
    std::vector<WorkGuard> guards;
    std::vector<std::unique_ptr<detail::Listener>> listeners;
    std::vector<std::jthread> threads;
    std::uint16_t port = 0;
    bool stopped = false;
};

Result<void> Server::Impl::listen() {
    const auto& options = shared.options;
    if (!options.tls.certificate.empty()) shared.tls = TRY(detail::ServerTls::load(options.tls));
    if (!options.address.empty()) {
        listeners.push_back(TRY(detail::listen_tcp(options.address, options.port, loops, shared)));
        port = listeners.back()->port();
    }
    if (!options.unix_socket.empty())
        listeners.push_back(TRY(detail::listen_unix(options.unix_socket, loops, shared)));
    if (listeners.empty())
        return fail(ErrorCode::invalid_argument,
                    "a server needs an address or a unix socket to listen on");
    return {};
}

void Server::Impl::run() {
    for (const auto& listener : listeners)
        listener->start();
    for (const auto& loop : loops)
        threads.emplace_back([loop] { loop->context().run(); });
}

bool Server::Impl::wait_until_closed(std::chrono::milliseconds timeout) {
    // Counted down by the connections' ends; polled because stopping is rare and no one else waits.
    const auto deadline = std::chrono::steady_clock::now() + timeout;
    while (shared.open > 0) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return true;
}

void Server::Impl::stop() {
    if (std::exchange(stopped, true)) return;
    shared.stop.request_stop();
    if (!threads.empty()) {
        boost::asio::post(loops.front()->context(), [this] {
            for (const auto& listener : listeners)
                listener->close();
        });
        on_each_loop([](detail::Loop& loop) { loop.drain(); });
        auto patience = shared.options.drain_timeout;
        while (!wait_until_closed(patience)) {
            // Again and again, for what a running handler goes on to do with its connection.
            shared.abandoned = true;
            on_each_loop([](detail::Loop& loop) { loop.cut_off(); });
            patience = std::chrono::milliseconds(50);
        }
    }
    shared.pool.join();
    // The loops run out of work by themselves, so that no coroutine is left behind in them.
    on_each_loop([](detail::Loop& loop) { loop.finish(); });
    guards.clear();
    threads.clear();
    listeners.clear();
}

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::Server(Server&&) noexcept = default;
Server& Server::operator=(Server&&) noexcept = default;
Server::~Server() = default;

Result<Server> Server::start(Router router, ServerOptions options) {
    auto impl = std::make_unique<Impl>(std::move(router), std::move(options));
    if (auto listening = impl->listen(); !listening)
        return std::unexpected(std::move(listening.error()));
    impl->run();
    return Server(std::move(impl));
}

std::uint16_t Server::port() const { return impl_->port; }

std::string Server::url() const {
    const auto& options = impl_->shared.options;
    if (impl_->port == 0) return "unix://" + options.unix_socket.string();
    auto host = options.address;
    // What listens on all addresses is reached by the loopback one.
    if (host == "0.0.0.0") host = "127.0.0.1";
    if (host == "::") host = "::1";
    return (impl_->shared.tls ? "https://" : "http://") +
           Url{.host = host, .port = impl_->port, .target = {}}.authority();
}

void Server::stop() { impl_->stop(); }

Server::Statistics Server::statistics() const {
    return {.connections_accepted = impl_->shared.accepted,
            .requests = impl_->shared.requests,
            .connections_open = impl_->shared.open};
}

}  // namespace carrot::http
