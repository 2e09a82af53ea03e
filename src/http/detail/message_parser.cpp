#include "http/detail/message_parser.hpp"

#include <boost/beast/http/basic_parser.hpp>
#include <optional>
#include <utility>

namespace carrot::http::detail {

namespace beast = boost::beast;
using beast::error_code;

/// Writes what Beast finds into the head and body of its owner. Held in an optional because a
/// basic_parser can't be used twice.
template <bool is_request>
struct MessageParser::Machine {
    struct Parser final : beast::http::basic_parser<is_request> {
        explicit Parser(MessageParser& owner_parser) : owner(owner_parser) {}

        void on_request_impl(beast::http::verb, beast::string_view method,
                             beast::string_view target, int version, error_code&) override {
            owner.head_.version = version;
            owner.head_.method.assign(method.data(), method.size());
            owner.head_.target.assign(target.data(), target.size());
        }
        void on_response_impl(int status, beast::string_view, int version, error_code&) override {
            owner.head_.version = version;
            owner.head_.status = status;
        }
        void on_field_impl(beast::http::field, beast::string_view name, beast::string_view value,
                           error_code&) override {
            owner.head_.headers.add({name.data(), name.size()}, {value.data(), value.size()});
        }
        void on_header_impl(error_code&) override {}
        void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
        std::size_t on_body_impl(beast::string_view text, error_code&) override {
            owner.body_.append(text.data(), text.size());
            return text.size();
        }
        void on_chunk_header_impl(std::uint64_t, beast::string_view, error_code&) override {}
        std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view text,
                                       error_code&) override {
            owner.body_.append(text.data(), text.size());
            return text.size();
        }
        void on_finish_impl(error_code&) override {}

        MessageParser& owner;
    };

    void restart(MessageParser& owner) {
        parser.emplace(owner);
        parser->header_limit(owner.header_limit_bytes_);
        parser->body_limit(boost::none);
    }

    std::optional<Parser> parser;
};

template <class Function>
decltype(auto) MessageParser::with_machine(Function function) const {
    return request_ ? function(*request_->parser) : function(*response_->parser);
}

MessageParser::MessageParser(Kind kind, std::uint32_t header_limit_bytes)
    : header_limit_bytes_(header_limit_bytes) {
    if (kind == Kind::request)
        request_ = std::make_unique<Machine<true>>();
    else
        response_ = std::make_unique<Machine<false>>();
    reset();
}

MessageParser::~MessageParser() = default;

void MessageParser::reset() {
    head_ = {};
    body_.clear();
    failure_ = ParseFailure::none;
    failure_text_.clear();
    if (request_)
        request_->restart(*this);
    else
        response_->restart(*this);
}

std::size_t MessageParser::feed(std::string_view bytes) {
    return with_machine([&](auto& parser) {
        std::size_t used = 0;
        while (used < bytes.size() && !parser.is_done() && failure_ == ParseFailure::none) {
            const bool in_header = !parser.is_header_done();
            parser.eager(!in_header);
            error_code error;
            const auto rest = bytes.substr(used);
            used += parser.put({rest.data(), rest.size()}, error);
            if (error == beast::http::error::need_more) break;
            if (error) {
                failure_ = error == beast::http::error::header_limit
                               ? ParseFailure::header_too_large
                               : ParseFailure::malformed;
                failure_text_ = error.message();
            }
            if (in_header) break;
        }
        return used;
    });
}

void MessageParser::feed_end() {
    with_machine([&](auto& parser) {
        if (parser.is_done()) return;
        error_code error = beast::http::error::partial_message;
        if (parser.is_header_done()) parser.put_eof(error);
        if (error) {
            failure_ = ParseFailure::ended_early;
            failure_text_ = error.message();
        }
    });
}

bool MessageParser::started() const {
    return with_machine([](auto& parser) { return parser.got_some(); });
}
bool MessageParser::header_complete() const {
    return with_machine([](auto& parser) { return parser.is_header_done(); });
}
bool MessageParser::complete() const {
    return with_machine([](auto& parser) { return parser.is_done(); });
}
void MessageParser::expect_no_body() {
    with_machine([](auto& parser) { parser.skip(true); });
}
bool MessageParser::keep_alive() const {
    return with_machine([](auto& parser) { return parser.keep_alive(); });
}

bool MessageParser::chunked() const {
    return with_machine([](auto& parser) { return parser.chunked(); });
}

std::optional<std::uint64_t> MessageParser::content_length() const {
    return with_machine([](auto& parser) -> std::optional<std::uint64_t> {
        const auto length = parser.content_length();
        if (!length) return std::nullopt;
        return *length;
    });
}

}  // namespace carrot::http::detail
