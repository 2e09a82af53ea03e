#include "http/client.hpp"

#include <list>
#include <mutex>
#include <utility>

#include "http/detail/exchange.hpp"
#include "http/json.hpp"

namespace carrot::http {
namespace {

using detail::Connection;
using detail::Purpose;

/// The server of a URL, as keys of kept connections and in messages.
std::string server_of(const Url& url) {
    auto server = url;
    server.target.clear();
    return server.scheme == Url::Scheme::unix_socket ? "unix://" + url.socket_path
                                                     : server.to_string();
}

/// "GET http://host/path", without the query, which may hold secrets.
std::string name_request(const ClientRequest& request) {
    const auto path = request.url.target.substr(0, request.url.target.find('?'));
    return fmt::format("{} {}{}", name_of(request.method), server_of(request.url), path);
}

Error describe(Error error, std::string_view doing, std::chrono::milliseconds timeout) {
    if (error.code == ErrorCode::timed_out)
        error.message =
            fmt::format("timed out (limit {:g} s)", std::chrono::duration<double>(timeout).count());
    error.message.insert(0, fmt::format("{}: ", doing));
    return error;
}

bool can_repeat(const ClientRequest& request) {
    return request.method != Method::post && request.method != Method::patch &&
           std::holds_alternative<std::string>(request.body);
}

}  // namespace

struct Client::Impl {
    struct Idle {
        std::string server;
        std::chrono::steady_clock::time_point since;
        std::unique_ptr<Connection> connection;
    };

    explicit Impl(ClientOptions given) : options(std::move(given)), tls(options.ca_file) {}

    std::unique_ptr<Connection> take_idle(const std::string& server);
    void keep(std::string server, std::unique_ptr<Connection> connection);
    Result<std::unique_ptr<Connection>> connect(const ClientRequest& request,
                                                const SendOptions& send_options,
                                                detail::Waiter& waiter);

    ClientOptions options;
    detail::TlsContext tls;
    std::mutex mutex;
    std::list<Idle> idle;  ///< oldest first
};

std::unique_ptr<Connection> Client::Impl::take_idle(const std::string& server) {
    const auto oldest = std::chrono::steady_clock::now() - options.idle_lifetime;
    const std::lock_guard lock(mutex);
    std::erase_if(idle, [&](const Idle& entry) {
        return entry.since < oldest || !entry.connection->transport.idle();
    });
    for (auto entry = idle.rbegin(); entry != idle.rend(); ++entry) {
        if (entry->server != server) continue;
        auto connection = std::move(entry->connection);
        idle.erase(std::next(entry).base());
        return connection;
    }
    return nullptr;
}

void Client::Impl::keep(std::string server, std::unique_ptr<Connection> connection) {
    connection->used_before = true;
    const std::lock_guard lock(mutex);
    idle.push_back({std::move(server), std::chrono::steady_clock::now(), std::move(connection)});
    if (idle.size() > options.max_idle_connections) idle.pop_front();
}

Result<std::unique_ptr<Connection>> Client::Impl::connect(const ClientRequest& request,
                                                          const SendOptions& send_options,
                                                          detail::Waiter& waiter) {
    auto transport = detail::Transport::open(request.url, options.connect_timeout, tls, waiter);
    if (!transport) {
        const auto doing = fmt::format("could not reach {}", server_of(request.url));
        return std::unexpected(describe(std::move(transport.error()), doing,
                                        std::min(options.connect_timeout, send_options.timeout)));
    }
    return std::make_unique<Connection>(std::move(*transport), options.header_limit_bytes);
}

Client::Client(ClientOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
Client::~Client() = default;
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;

Result<ClientResponse> Client::send(const ClientRequest& request, const SendOptions& options) {
    const auto name = name_request(request);
    auto head = detail::format_head(request, impl_->options.user_agent, Purpose::answer);
    if (!head) return std::unexpected(describe(std::move(head.error()), name, options.timeout));
    detail::Waiter waiter(options.stop);
    const auto deadline = std::chrono::steady_clock::now() + options.timeout;
    const auto server = server_of(request.url);
    auto connection = impl_->take_idle(server);
    while (true) {
        waiter.set_deadline(deadline);
        if (!connection) connection = TRY(impl_->connect(request, options, waiter));
        detail::Exchange exchange(*connection, request, options, waiter);
        auto response = exchange.run(*head);
        if (response) {
            auto read = exchange.read_body(*response);
            if (read) {
                if (exchange.reusable()) impl_->keep(server, std::move(connection));
                return response;
            }
            response = std::unexpected(std::move(read.error()));
        }
        const bool was_dead = connection->used_before && !exchange.answered() &&
                              response.error().code == ErrorCode::unavailable;
        if (was_dead && can_repeat(request)) {
            connection = nullptr;
            continue;
        }
        if (exchange.failed_by_caller()) return response;
        return std::unexpected(describe(std::move(response.error()), name, options.timeout));
    }
}

Result<ClientResponse> Client::get(std::string_view url, const SendOptions& options) {
    return send({ .method = Method::get, .url = TRY(Url::parse(url)) }, options);
}

Result<ClientResponse> Client::post(std::string_view url, std::string body,
                                    std::string_view content_type, const SendOptions& options) {
    return send(
        {
            .method = Method::post, .url = TRY(Url::parse(url))
            , .headers = {{"Content-Type", std::string(content_type)}}, .body = std::move(body)
        },
        options);
}

Result<DuplexStream> Client::upgrade(const ClientRequest& request, const SendOptions& options) {
    const auto name = name_request(request);
    const auto described = [&](Error error) {
        return std::unexpected(describe(std::move(error), name, options.timeout));
    };
    if (request.url.scheme == Url::Scheme::https)
        return fail(ErrorCode::invalid_argument, "{}: connections over https can't be upgraded",
                    name);
    auto head = detail::format_head(request, impl_->options.user_agent, Purpose::upgrade);
    if (!head) return described(std::move(head.error()));
    detail::Waiter waiter(options.stop);
    waiter.set_deadline(std::chrono::steady_clock::now() + options.timeout);
    const auto connection = TRY(impl_->connect(request, options, waiter));
    SendOptions collected = options;
    collected.on_body = nullptr;
    collected.on_header = nullptr;
    detail::Exchange exchange(*connection, request, collected, waiter);
    auto response = exchange.run(*std::move(head));
    if (!response) return described(std::move(response.error()));
    if (response->status == 101 || (response->ok() && exchange.unframed()))
        return DuplexStream(connection->transport.release_socket(), exchange.take_rest());
    if (auto read = exchange.read_body(*response); !read) return described(std::move(read.error()));
    TRY(expect_success(*std::move(response), name));
    return fail(ErrorCode::failed_precondition, "{}: the server did not upgrade the connection",
                name);
}

Result<void> Client::read_events(const ClientRequest& request, const SendOptions& options,
                                 const std::function<bool(Event)>& on_event) {
    auto events_request = request;
    events_request.headers.set("Accept", "text/event-stream");
    EventParser parser;
    bool ended_by_caller = false;
    SendOptions streaming = options;
    streaming.on_body = [&](BytesView block) -> Result<void> {
        if (parser.feed(as_text(block), on_event)) return {};
        if (parser.limit_passed())
            return fail(ErrorCode::resource_exhausted, "{}: an event is too large",
                        name_request(request));
        ended_by_caller = true;
        return fail(ErrorCode::cancelled, "ended by the reader");
    };
    auto response = send(events_request, streaming);
    if (ended_by_caller) return {};
    if (!response) return std::unexpected(std::move(response.error()));
    TRY(expect_success(*std::move(response), name_request(request)));
    return {};
}

namespace {

ErrorCode code_of(int status) {
    switch (status) {
        case 401:
        case 403:
            return ErrorCode::permission_denied;
        case 404:
        case 410:
            return ErrorCode::not_found;
        case 408:
        case 504:
            return ErrorCode::timed_out;
        case 409:
        case 412:
            return ErrorCode::failed_precondition;
        case 413:
        case 429:
        case 431:
        case 507:
            return ErrorCode::resource_exhausted;
        default:
            return status >= 500 ? ErrorCode::unavailable : ErrorCode::invalid_argument;
    }
}

/// The reason that a server gives in its body: JSON with a message, or text.
std::string reason_in(const std::string& body) {
    constexpr std::size_t shown_bytes = 300;
    std::string reason;
    if (const auto parsed = parse_json(body); parsed && parsed->is_object()) {
        const auto* object = &parsed->get_object();
        if (const auto* error = object->if_contains("error")) {
            if (error->is_string()) reason = std::string(error->get_string());
            if (error->is_object()) object = &error->get_object();
        }
        for (const char* member : {"message", "Message", "detail", "title"}) {
            const auto* text = object->if_contains(member);
            if (reason.empty() && text && text->is_string())
                reason = std::string(text->get_string());
        }
    }
    if (reason.empty()) reason = body;
    reason.resize(std::min(reason.size(), shown_bytes));
    for (char& c : reason)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
    reason.erase(reason.find_last_not_of(' ') + 1);
    return reason;
}

}  // namespace

Result<ClientResponse> expect_success(ClientResponse response, std::string_view operation) {
    if (response.ok()) return response;
    const auto reason = reason_in(response.body);
    return fail(code_of(response.status), "{}: {} {}{}{}", operation, response.status,
                reason_of(response.status), reason.empty() ? "" : ": ", reason);
}

}  // namespace carrot::http
