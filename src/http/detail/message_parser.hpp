// The HTTP/1.1 parser for both sides, over Beast's basic_parser (RFC 9112).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "http/headers.hpp"

namespace carrot::http::detail {

struct MessageHead {
    std::string method;  ///< requests
    std::string target;  ///< requests
    int status = 0;      ///< responses
    int version = 11;    ///< 10 or 11
    Headers headers;
};

enum class ParseFailure : std::uint8_t {
    none,
    malformed,
    header_too_large,
    ended_early,  ///< end of stream inside a message
};

/// Takes one message apart, then the next after reset(). Sets no limit on the body.
class MessageParser {
public:
    enum class Kind : std::uint8_t { request, response };

    MessageParser(Kind kind, std::uint32_t header_limit_bytes);
    ~MessageParser();
    MessageParser(const MessageParser&) = delete;
    MessageParser& operator=(const MessageParser&) = delete;

    /// Ready for a new message.
    void reset();

    /// Reads the front of `bytes` and says how many it used. The unused rest must be given again
    /// with what follows. Stops after the header (once), and after the message.
    std::size_t feed(std::string_view bytes);

    /// The peer has ended its side.
    void feed_end();

    ParseFailure failure() const { return failure_; }
    const std::string& failure_text() const { return failure_text_; }

    bool started() const;
    bool header_complete() const;
    bool complete() const;

    /// No body follows whatever the header says: the response to a HEAD. Before the header ends.
    void expect_no_body();

    // Of a complete header:
    bool keep_alive() const;
    bool chunked() const;
    /// By Content-Length; unset when chunked, until the end of the stream, or without a body.
    std::optional<std::uint64_t> content_length() const;

    /// Of the head; they outlive a caller's taking of its other parts.
    int version() const { return head_.version; }
    const std::string& method() const { return head_.method; }

    MessageHead& head() { return head_; }

    /// What feed() found of the body; the caller takes from it.
    std::string& body() { return body_; }

private:
    template <bool is_request>
    struct Machine;
    template <class Function>
    decltype(auto) with_machine(Function function) const;

    std::uint32_t header_limit_bytes_;
    std::unique_ptr<Machine<true>> request_;
    std::unique_ptr<Machine<false>> response_;
    MessageHead head_;
    std::string body_;
    ParseFailure failure_ = ParseFailure::none;
    std::string failure_text_;
};

}  // namespace carrot::http::detail
