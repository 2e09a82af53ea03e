// One request and its response on an open connection.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "http/client.hpp"
#include "http/detail/message_parser.hpp"
#include "http/detail/transport.hpp"

namespace carrot::http::detail {

/// A connection that the client may keep between exchanges.
struct Connection {
    Connection(Transport open_transport, std::uint32_t header_limit_bytes)
        : transport(std::move(open_transport)),
          parser(MessageParser::Kind::response, header_limit_bytes),
          block(std::make_unique_for_overwrite<char[]>(block_bytes)) {}

    static constexpr std::size_t block_bytes = std::size_t{64} << 10;

    Transport transport;
    MessageParser parser;
    std::unique_ptr<char[]> block;
    bool used_before = false;
};

enum class Purpose : std::uint8_t { answer, upgrade };

/// The request line and header, or invalid_argument when it can't be sent safely.
Result<std::string> format_head(const ClientRequest& request, std::string_view user_agent,
                                Purpose purpose);

/// Errors are bare reasons, but for those of the caller's own callbacks.
class Exchange {
public:
    Exchange(Connection& connection, const ClientRequest& request, const SendOptions& options,
             Waiter& waiter)
        : connection_(connection), request_(request), options_(options), waiter_(waiter) {}

    /// Sends the request and reads the response's header; then read_body() or take_rest().
    Result<ClientResponse> run(std::string head);
    Result<void> read_body(ClientResponse& response);

    /// Whether the server has said anything, so that the request can't be sent again blindly.
    bool answered() const { return answered_; }

    /// Whether the connection can carry another exchange.
    bool reusable() const;

    /// Whether the error was the caller's own: from a body reader, a sink or a header callback.
    bool failed_by_caller() const { return failed_by_caller_; }

    /// Whether the header announced neither a length nor chunks: what follows is raw.
    bool unframed() const;
    std::string take_rest() { return std::move(input_); }

private:
    Result<void> send_request(std::string head);
    Result<void> send_blocks(const BlockBody& body);
    Result<ClientResponse> read_head();
    Result<void> read_more();
    Result<void> check_parser() const;
    void feed_input();
    Result<void> deliver(ClientResponse& response, bool streamed);

    Connection& connection_;
    const ClientRequest& request_;
    const SendOptions& options_;
    Waiter& waiter_;
    std::string input_;  ///< read but not parsed
    std::uint64_t body_bytes_ = 0;
    bool answered_ = false;
    bool request_complete_ = false;
    bool failed_by_caller_ = false;
};

}  // namespace carrot::http::detail
