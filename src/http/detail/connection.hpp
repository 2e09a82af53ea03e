// One connection of the server, and what its connections share. Includes Asio: for the server's own
// sources only.
#pragma once

#include <array>
#include <atomic>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "http/detail/message_parser.hpp"
#include "http/detail/rate_limiter.hpp"
#include "http/detail/server_tls.hpp"
#include "http/server.hpp"

namespace carrot::http::detail {

namespace asio = boost::asio;
using SteadyClock = std::chrono::steady_clock;
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<asio::generic::stream_protocol, Executor>;
using Timer = asio::basic_waitable_timer<SteadyClock, asio::wait_traits<SteadyClock>, Executor>;
template <class T>
using Task = asio::awaitable<T, Executor>;
inline constexpr asio::use_awaitable_t<Executor> awaited;

/// What all connections of a server share. Thread-safe.
struct ServerShared {
    ServerShared(Router given_router, ServerOptions given_options)
        : router(std::move(given_router)),
          options(std::move(given_options)),
          rate_limiter(options.rate_limit),
          pool(std::max<std::size_t>(options.handler_threads, 1)) {}

    const Router router;
    const ServerOptions options;
    std::unique_ptr<ServerTls> tls;  ///< set before the first connection, for https
    RateLimiter rate_limiter;
    asio::thread_pool pool;
    std::atomic<std::size_t> pool_tasks = 0;
    std::stop_source stop;
    std::atomic<bool> abandoned = false;  ///< the drain time is over
    std::atomic<std::size_t> open = 0;
    std::atomic<std::uint64_t> accepted = 0;
    std::atomic<std::uint64_t> requests = 0;
};

class Connection;

/// One I/O thread with its connections, which are touched by this thread only.
class Loop : public std::enable_shared_from_this<Loop> {
public:
    explicit Loop(ServerShared& shared);

    asio::io_context& context() { return context_; }

    /// Serves a new connection. On the loop's thread.
    void serve(Socket socket, std::string peer);

    /// Ends idle connections and event streams; the others end after their response.
    void drain();
    void cut_off();

    /// After the last connection: leaves nothing that keeps the loop's thread.
    void finish() { tick_.cancel(); }

    std::span<char> scratch() { return scratch_; }
    std::string_view date();

private:
    friend class Connection;
    void watch_deadlines();

    ServerShared& shared_;
    asio::io_context context_{1};
    Timer tick_{context_};
    bool ticking_ = false;
    std::unordered_set<Connection*> connections_;
    std::vector<char> scratch_;
    std::int64_t date_seconds_ = 0;
    std::string date_;
};

class Connection : public std::enable_shared_from_this<Connection> {
public:
    Connection(Socket socket, std::string peer, Loop& loop, ServerShared& shared);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    static Task<void> run(std::shared_ptr<Connection> self);

    /// Ends a wait that has gone on past its deadline.
    void check_deadline(SteadyClock::time_point now);
    void drain();
    void cut_off();

private:
    enum class Phase : std::uint8_t {
        idle,
        reading,
        answering,
        waiting,
        sending_events,
        lingering
    };

    Task<void> serve();
    Task<bool> read_head();
    Task<bool> answer();
    Task<bool> read_body(Request& request, std::uint64_t limit_bytes);
    Task<bool> refuse_body(const Request& request, std::uint64_t limit_bytes);
    Task<Response> call_pooled(const Handler& handler, const Request& request);
    Task<Response> wait_for(std::shared_ptr<PendingResponse> pending);
    Task<void> refuse(int status, std::string_view code, std::string_view message);
    Task<void> linger();

    /// Empty at the connection's end. What it returns lies in the loop's scratch memory, which the
    /// next wait gives to other connections.
    Task<std::string_view> read_wire();
    Task<bool> read_some();
    void feed_input();
    Request take_request();
    std::optional<Response> check_request(Request& request) const;
    std::optional<Response> check_rate() const;
    bool expects_continue(const Request& request) const;
    Task<bool> send_continue(const Request& request);

    // Streamed intake: called from the handler's thread, answered by the loop.
    BlockReader make_body_stream(const Request& request, std::uint64_t limit_bytes);
    Task<Result<std::string>> pull_body(const Request& request, std::uint64_t limit_bytes);

    Task<bool> write_response(Response response, const Request& request, bool keep_alive);
    Task<bool> write_blocks(BlockBody body, std::string head, bool chunked);
    Task<Result<std::size_t>> read_block(const BlockReader& read, std::span<std::uint8_t> out);
    Task<bool> write_events(std::shared_ptr<EventStream> events, std::string head, bool chunked,
                            bool head_only);
    void watch_client();
    std::function<void()> make_wake();
    void wake_events();
    Task<bool> write(std::string_view first, std::string_view second = {});
    Task<bool> write_wire(std::string_view first, std::string_view second = {});
    void finish_sending();

    Task<bool> shake_hands();
    Task<bool> decrypt(std::string_view wire, std::string& plain);
    Task<bool> flush_tls();

    /// Runs work() on the pool and gives its result back on the loop.
    template <class Result, class Work>
    Task<Result> on_pool(Work work);

    void set_deadline(std::chrono::milliseconds timeout) {
        deadline_ = SteadyClock::now() + timeout;
    }
    void clear_deadline() { deadline_ = SteadyClock::time_point::max(); }

    Socket socket_;
    std::string peer_;
    Loop& loop_;
    ServerShared& shared_;
    std::optional<TlsSession> tls_;
    MessageParser parser_;
    std::string input_;  ///< read but not parsed
    SteadyClock::time_point deadline_ = SteadyClock::time_point::max();
    Phase phase_ = Phase::idle;
    bool expired_ = false;
    bool continue_sent_ = false;
    std::uint64_t body_bytes_ = 0;
    Timer events_timer_;
    bool events_ready_ = false;
    bool client_gone_ = false;
};

template <class Result, class Work>
Task<Result> Connection::on_pool(Work work) {
    ++shared_.pool_tasks;
    auto initiate = [this, &work](auto completion) {
        asio::post(shared_.pool, [this, &work, completion = std::move(completion)]() mutable {
            auto result = work();
            --shared_.pool_tasks;
            asio::post(loop_.context(),
                       [completion = std::move(completion), result = std::move(result)]() mutable {
                           std::move(completion)(std::move(result));
                       });
        });
    };
    co_return co_await asio::async_initiate<decltype(awaited), void(Result)>(initiate, awaited);
}

}  // namespace carrot::http::detail
