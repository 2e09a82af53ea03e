// Large bodies in both directions, with bounded memory.
#include <gtest/gtest.h>

#include <fstream>

#include "http/client.hpp"
#include "http/server.hpp"
#include "raw_connection.hpp"

namespace carrot::http {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t large_bytes = std::uint64_t{64} << 20;

std::uint8_t byte_at(std::uint64_t position) {
    return static_cast<std::uint8_t>(position * 31 >> 3);
}

BlockReader generate(std::uint64_t size) {
    return [size, position = std::uint64_t{0}](
               std::span<std::uint8_t> out) mutable -> Result<std::size_t> {
        const auto count = std::min<std::uint64_t>(out.size(), size - position);
        for (std::size_t i = 0; i < count; ++i)
            out[i] = byte_at(position++);
        return count;
    };
}

/// Counts bytes while they are those of generate().
struct Checker {
    std::uint64_t position = 0;
    bool right = true;

    void take(BytesView block) {
        for (const auto byte : block)
            right = right && byte == byte_at(position++);
    }
};

std::uint64_t peak_memory_kib() {
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;)
        if (word == "VmHWM:") {
            std::uint64_t kib = 0;
            status >> kib;
            return kib;
        }
    return 0;
}

void reset_peak_memory() { std::ofstream("/proc/self/clear_refs") << "5"; }

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr std::uint64_t allowed_growth_kib = 1 << 20;
#else
constexpr std::uint64_t allowed_growth_kib = 8 << 10;
#endif
#endif

Response take_upload(const Request& request) {
    Checker checker;
    std::vector<std::uint8_t> block(std::size_t{64} << 10);
    while (true) {
        const auto size = request.body_stream(block);
        if (!size) return error_response(size.error());
        if (*size == 0) break;
        checker.take(BytesView(block).first(*size));
    }
    return text_response(200, fmt::format("{} {}", checker.position, checker.right));
}

class Streaming : public ::testing::Test {
protected:
    static Router make_router() {
        Router router;
        router.route(Method::get, "/sized", [](const Request&) {
            return Response{
                .status = 200,
                .body = BlockBody{.read = generate(large_bytes), .size_bytes = large_bytes}};
        });
        router.route(Method::get, "/chunked", [](const Request&) {
            return Response{.status = 200, .body = BlockBody{.read = generate(large_bytes)}};
        });
        router.route(Method::get, "/breaks", [](const Request&) {
            return Response{.status = 200,
                            .body = BlockBody{.read = generate(1000), .size_bytes = 2000}};
        });
        router.route(Method::post, "/upload", take_upload,
                     {.intake = Intake::streamed, .body_limit_bytes = large_bytes});
        router.route(Method::post, "/ignored",
                     [](const Request&) { return text_response(200, "ignored"); },
                     {.intake = Intake::streamed, .body_limit_bytes = large_bytes});
        return router;
    }

    ClientRequest request(Method method, std::string_view path, Body body = {}) const {
        return {
            .method = method, .url = Url::parse(server.url())->at(path), .body = std::move(body)};
    }

    Server server = Server::start(make_router(), {.body_timeout = 500ms}).value();
    Client client;
};

TEST_F(Streaming, LargeResponsesNeedLittleMemory) {
    for (const auto* path : {"/sized", "/chunked"}) {
        Checker checker;
        reset_peak_memory();
        const auto before = peak_memory_kib();
        const auto response =
            client.send(request(Method::get, path), {.on_body = [&](BytesView block) {
                            checker.take(block);
                            return Result<void>();
                        }});
        ASSERT_TRUE(response) << response.error().message;
        EXPECT_EQ(checker.position, large_bytes);
        EXPECT_TRUE(checker.right);
        EXPECT_LT(peak_memory_kib() - before, allowed_growth_kib);
    }
    EXPECT_EQ(server.statistics().connections_accepted, 1u);
}

TEST_F(Streaming, LargeUploadsNeedLittleMemory) {
    for (const auto size : {std::optional(large_bytes), std::optional<std::uint64_t>()}) {
        reset_peak_memory();
        const auto before = peak_memory_kib();
        const auto response = client.send(request(
            Method::post, "/upload", BlockBody{.read = generate(large_bytes), .size_bytes = size}));
        ASSERT_TRUE(response) << response.error().message;
        EXPECT_EQ(response->body, fmt::format("{} true", large_bytes));
        EXPECT_LT(peak_memory_kib() - before, allowed_growth_kib);
    }
    EXPECT_EQ(server.statistics().connections_accepted, 1u);
}

TEST_F(Streaming, UploadsHaveALimit) {
    const auto announced = client.send(
        request(Method::post, "/upload",
                BlockBody{.read = generate(large_bytes + 1), .size_bytes = large_bytes + 1}));
    EXPECT_EQ(announced->status, 413);
    const auto chunked =
        client.send(request(Method::post, "/upload", BlockBody{.read = generate(large_bytes + 1)}));
    EXPECT_EQ(chunked->status, 429);
}

TEST_F(Streaming, AHandlerMayAnswerWithoutReadingTheUpload) {
    const auto response =
        client.send(request(Method::post, "/ignored",
                            BlockBody{.read = generate(large_bytes), .size_bytes = large_bytes}));
    ASSERT_TRUE(response) << response.error().message;
    EXPECT_EQ(response->body, "ignored");
    EXPECT_EQ(client.send(request(Method::post, "/ignored", "x"))->body, "ignored");
}

TEST_F(Streaming, AStalledUploadFailsInTheHandler) {
    testing::RawConnection connection(server.port());
    connection.send("POST /upload HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nab");
    EXPECT_NE(connection.read_all().find("timed_out"), std::string::npos);
}

TEST_F(Streaming, ABodyThatBreaksOffIsAnErrorAtTheClient) {
    const auto response = client.send(request(Method::get, "/breaks"));
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().code, ErrorCode::unavailable);
}

TEST_F(Streaming, ASinksErrorEndsTheResponse) {
    const auto response =
        client.send(request(Method::get, "/sized"), {.on_body = [](BytesView) -> Result<void> {
                        return fail(ErrorCode::resource_exhausted, "disk full");
                    }});
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().message, "disk full");
}

TEST_F(Streaming, AReadersErrorEndsTheRequest) {
    const auto response =
        client.send(request(Method::post, "/upload",
                            BlockBody{.read = [](std::span<std::uint8_t>) -> Result<std::size_t> {
                                return fail(ErrorCode::not_found, "no such file");
                            }}));
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().message, "no such file");
}

TEST_F(Streaming, AStreamMayBeLimited) {
    const auto response = client.send(
        request(Method::get, "/sized"),
        {.response_limit_bytes = 1 << 20, .on_body = [](BytesView) { return Result<void>(); }});
    EXPECT_EQ(response.error().code, ErrorCode::resource_exhausted);
}

}  // namespace
}  // namespace carrot::http
