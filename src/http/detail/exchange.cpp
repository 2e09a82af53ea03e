#include "http/detail/exchange.hpp"

#include <algorithm>
#include <variant>

namespace carrot::http::detail {
namespace {

constexpr std::uint64_t default_response_limit_bytes = std::uint64_t{16} << 20;
constexpr int max_interim_responses = 16;

constexpr std::string_view own_headers[] = {"Host", "Content-Length", "Transfer-Encoding",
                                            "Connection", "User-Agent"};

bool is_token(std::string_view name) {
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return !name.empty() && std::ranges::all_of(name, [&](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               marks.find(c) != marks.npos;
    });
}

bool is_field_value(std::string_view value) {
    return std::ranges::none_of(value, [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

void append_header(std::string& out, std::string_view name, std::string_view value) {
    out.append(name).append(": ").append(value).append("\r\n");
}

Result<void> append_headers(std::string& out, const ClientRequest& request) {
    for (const auto& [name, value] : request.headers) {
        if (!is_token(name) || !is_field_value(value))
            return fail(ErrorCode::invalid_argument,
                        "the header \"{}\" holds characters that HTTP does not allow", name);
        const bool own = std::ranges::any_of(
            own_headers, [&](std::string_view known) { return equal_ignoring_case(known, name); });
        if (!own) append_header(out, name, value);
    }
    return {};
}

void append_framing(std::string& out, const ClientRequest& request) {
    if (const auto* blocks = std::get_if<BlockBody>(&request.body)) {
        if (blocks->size_bytes)
            append_header(out, "Content-Length", fmt::format("{}", *blocks->size_bytes));
        else
            append_header(out, "Transfer-Encoding", "chunked");
        return;
    }
    const auto size = std::get<std::string>(request.body).size();
    const bool expected = request.method == Method::post || request.method == Method::put ||
                          request.method == Method::patch;
    if (size > 0 || expected) append_header(out, "Content-Length", fmt::format("{}", size));
}

bool is_target(std::string_view target) {
    return target.starts_with('/') &&
           std::ranges::all_of(target, [](char c) { return c > 0x20 && c < 0x7f; });
}

}  // namespace

Result<std::string> format_head(const ClientRequest& request, std::string_view user_agent,
                                Purpose purpose) {
    if (std::holds_alternative<std::shared_ptr<EventStream>>(request.body))
        return fail(ErrorCode::invalid_argument, "a request can't carry an event stream");
    if (!is_target(request.url.target))
        return fail(ErrorCode::invalid_argument, "the path \"{}\" is not percent-encoded",
                    request.url.target);
    std::string out;
    out.reserve(512);
    out.append(name_of(request.method)).append(" ").append(request.url.target);
    out.append(" HTTP/1.1\r\n");
    append_header(out, "Host", request.url.authority());
    append_header(out, "User-Agent", user_agent);
    if (auto appended = append_headers(out, request); !appended)
        return std::unexpected(std::move(appended.error()));
    if (purpose == Purpose::upgrade) {
        append_header(out, "Connection", "Upgrade");
        if (!request.headers.contains("Upgrade")) append_header(out, "Upgrade", "tcp");
    }
    append_framing(out, request);
    out += "\r\n";
    return out;
}

Result<ClientResponse> Exchange::run(std::string head) {
    connection_.parser.reset();
    if (request_.method == Method::head) connection_.parser.expect_no_body();
    if (auto sent = send_request(std::move(head)); !sent) {
        // A server that refuses a request early may answer and close before it has read it all.
        const bool lost = sent.error().code == ErrorCode::unavailable && !failed_by_caller_;
        if (lost && connection_.transport.readable())
            if (auto response = read_head()) return response;
        return std::unexpected(std::move(sent.error()));
    }
    return read_head();
}

Result<void> Exchange::send_request(std::string head) {
    constexpr std::size_t joined_bytes = 16 * 1024;
    std::string_view rest;
    if (const auto text = held_text(request_.body)) {
        rest = *text;
        if (rest.size() <= joined_bytes) {
            head += rest;
            rest = {};
        }
    }
    auto& transport = connection_.transport;
    if (TRY(transport.write(head, waiter_)) != Transport::Written::all) return {};
    if (TRY(transport.write(rest, waiter_)) != Transport::Written::all) return {};
    if (const auto* blocks = std::get_if<BlockBody>(&request_.body)) return send_blocks(*blocks);
    request_complete_ = true;
    return {};
}

Result<void> Exchange::send_blocks(const BlockBody& body) {
    std::string block;
    std::uint64_t total = 0;
    const bool chunked = !body.size_bytes;
    constexpr std::size_t room_bytes = std::size_t{64} << 10;
    std::vector<std::uint8_t> room(room_bytes);
    while (!connection_.transport.readable()) {
        auto read = body.read(room);
        if (!read) {
            failed_by_caller_ = true;
            return std::unexpected(std::move(read.error()));
        }
        total += *read;
        const bool wrong_size =
            !chunked && (total > *body.size_bytes || (*read == 0 && total != *body.size_bytes));
        if (wrong_size)
            return fail(ErrorCode::invalid_argument,
                        "the request's body has {} bytes where {} were announced", total,
                        *body.size_bytes);
        block.clear();
        if (chunked) block = fmt::format("{:x}\r\n", *read);
        block += as_text({room.data(), *read});
        if (chunked) block += "\r\n";
        if (TRY(connection_.transport.write(block, waiter_)) != Transport::Written::all) return {};
        if (*read == 0) {
            request_complete_ = true;
            return {};
        }
    }
    return {};
}

Result<ClientResponse> Exchange::read_head() {
    auto& parser = connection_.parser;
    for (int interim = 0; interim < max_interim_responses; ++interim) {
        while (!parser.header_complete()) {
            if (auto read = read_more(); !read) return std::unexpected(std::move(read.error()));
        }
        auto& head = parser.head();
        if (head.status >= 200 || head.status == 101)
            return ClientResponse{.status = head.status, .headers = std::move(head.headers)};
        parser.reset();
        if (request_.method == Method::head) parser.expect_no_body();
        feed_input();
        if (auto checked = check_parser(); !checked)
            return std::unexpected(std::move(checked.error()));
    }
    return fail(ErrorCode::corrupt_data, "more than {} interim responses", max_interim_responses);
}

void Exchange::feed_input() { input_.erase(0, connection_.parser.feed(input_)); }

Result<void> Exchange::read_more() {
    const std::span<char> block(connection_.block.get(), Connection::block_bytes);
    const auto size = TRY(connection_.transport.read(block, waiter_));
    auto& parser = connection_.parser;
    if (size == 0) {
        parser.feed_end();
    } else {
        answered_ = true;
        const std::string_view bytes(block.data(), size);
        if (input_.empty()) {
            input_ = bytes.substr(parser.feed(bytes));
        } else {
            input_ += bytes;
            feed_input();
        }
    }
    return check_parser();
}

Result<void> Exchange::check_parser() const {
    const auto& parser = connection_.parser;
    switch (parser.failure()) {
        case ParseFailure::none:
            return {};
        case ParseFailure::header_too_large:
            return fail(ErrorCode::resource_exhausted, "the response's header is too large");
        case ParseFailure::ended_early:
            return fail(ErrorCode::unavailable, "the server closed the connection early");
        case ParseFailure::malformed:
            break;
    }
    return fail(ErrorCode::corrupt_data, "the response is not HTTP: {}", parser.failure_text());
}

Result<void> Exchange::read_body(ClientResponse& response) {
    auto& parser = connection_.parser;
    const auto coding = response.headers.find("Transfer-Encoding");
    if (coding && !equal_ignoring_case(*coding, "chunked"))
        return fail(ErrorCode::corrupt_data, "the transfer encoding \"{}\" is unknown", *coding);
    const bool streamed = options_.on_body && response.ok();
    waiter_.set_idle_timeout(options_.idle_timeout);
    if (streamed) waiter_.set_deadline(std::nullopt);
    if (response.ok() && options_.on_header) {
        if (auto taken = options_.on_header(response); !taken) {
            failed_by_caller_ = true;
            return taken;
        }
    }
    if (!streamed && parser.content_length())
        response.body.reserve(std::min<std::uint64_t>(*parser.content_length(), 1 << 20));
    if (!parser.complete()) {
        feed_input();
        if (auto checked = check_parser(); !checked) return checked;
    }
    while (true) {
        if (auto delivered = deliver(response, streamed); !delivered) return delivered;
        if (parser.complete()) return {};
        if (auto read = read_more(); !read) return read;
    }
}

Result<void> Exchange::deliver(ClientResponse& response, bool streamed) {
    auto& found = connection_.parser.body();
    if (found.empty()) return {};
    body_bytes_ += found.size();
    auto limit = options_.response_limit_bytes;
    if (!limit && !streamed) limit = default_response_limit_bytes;
    if (limit && body_bytes_ > *limit)
        return fail(ErrorCode::resource_exhausted, "the response is larger than {} bytes", *limit);
    if (!streamed) {
        response.body += found;
        found.clear();
        return {};
    }
    auto taken = options_.on_body(as_bytes(found));
    found.clear();
    if (!taken) failed_by_caller_ = true;
    return taken;
}

bool Exchange::reusable() const {
    const auto& parser = connection_.parser;
    return request_complete_ && input_.empty() && parser.header_complete() && parser.complete() &&
           parser.keep_alive();
}

bool Exchange::unframed() const {
    return !connection_.parser.content_length() && !connection_.parser.chunked();
}

}  // namespace carrot::http::detail
