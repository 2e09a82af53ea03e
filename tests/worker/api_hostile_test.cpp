#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "http/raw_connection.hpp"
#include "worker/api_fixture.hpp"

namespace carrot::worker {
namespace {

using http::testing::RawConnection;
using http::testing::status_of_response;
using testing::AnyOf;

/// What somebody sends who means ill, or whose program is broken. Each answer is an error of
/// theirs, and the worker goes on.
class HostileClient : public testing::Test, protected ApiOfAWorker {
protected:
    HostileClient() { serve({.max_connections = 256}); }
    ~HostileClient() override { EXPECT_EQ(get("/health").first, 200); }

    int posted(const std::string& text) { return send(process_request(text)).status; }

    int sent(std::string_view text) {
        RawConnection connection(server->port());
        connection.send(text);
        return status_of_response(connection.read_until("\r\n"));
    }

    int asked(std::string_view target) {
        return sent(
            fmt::format("GET {} HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer {}\r\n"
                        "Connection: close\r\n\r\n",
                        target, token));
    }
};

std::string repeated(std::string_view text, std::size_t times) {
    std::string out;
    for (std::size_t i = 0; i < times; ++i)
        out += text;
    return out;
}

TEST_F(HostileClient, SendsJsonThatIsNone) {
    for (const std::string text :
         {"{\"jobId\":", "{\"jobId\":1,}", "{'jobId':1}", "\xff\xfe", "{\"jobId\":1}{\"jobId\":2}",
          "{\"jobId\":NaN}", "{\"jobId\":01}", "\"\\ud800\"", "{\"a\":\"\x01\"}"})
        EXPECT_EQ(posted(text), 400) << text;
    EXPECT_EQ(posted(std::string("{\"jobId\":1\0}", 12)), 400);
}

TEST_F(HostileClient, NestsDeeply) {
    EXPECT_THAT(posted(repeated("[", 30'000)), AnyOf(400, 429));
    EXPECT_THAT(posted(repeated("{\"a\":", 10'000)), AnyOf(400, 429));
    EXPECT_THAT(posted("{\"jobId\":0,\"jobType\":\"x\",\"jobData\":" + repeated("[", 1000) +
                       repeated("]", 1000) + "}"),
                AnyOf(400, 429));
}

TEST_F(HostileClient, SendsNumbersThatAreTooLarge) {
    for (const auto* number : {"4294967296", "-1", "1e400", "-1e400", "1e-400", "0.5",
                               "99999999999999999999999999999999999999"})
        EXPECT_EQ(posted(fmt::format("{{\"jobId\":{},\"jobType\":\"python-script\","
                                     "\"jobData\":\"\"}}",
                                     number)),
                  400)
            << number;
    EXPECT_EQ(posted("{\"jobId\":" + repeated("9", 60'000) + "}"), 400);
}

TEST_F(HostileClient, NamesAMemberTwice) {
    const auto description = script("true");
    const auto job = claimed(description);
    // The last one counts, and what runs is what the chain says in any case.
    EXPECT_EQ(posted(fmt::format("{{\"jobId\":99,\"jobId\":{},\"jobType\":\"python-script\","
                                 "\"jobData\":\"\"}}",
                                 job)),
              400);
    EXPECT_EQ(posted(fmt::format("{{\"jobId\":{},\"jobId\":99,\"jobType\":\"python-script\","
                                 "\"jobData\":\"\"}}",
                                 job)),
              404);
}

TEST_F(HostileClient, SendsBodiesThatAreTooLarge) {
    EXPECT_EQ(posted(std::string(65 * 1024, ' ')), 413);
    EXPECT_EQ(sent(fmt::format("POST /process-job HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer "
                               "{}\r\nContent-Length: 99999999999\r\n\r\n",
                               token)),
              413);
    EXPECT_EQ(sent("GET /jobs HTTP/1.1\r\nHost: h\r\nContent-Length: 5000\r\n\r\n" +
                   std::string(5000, 'x')),
              413);
}

TEST_F(HostileClient, SendsTokensOfEveryLength) {
    for (const std::size_t size : {0u, 1u, 42u, 43u, 44u, 8000u}) {
        EXPECT_EQ(get_as("Bearer " + std::string(size, 'A'), "/jobs").first, 401) << size;
        EXPECT_EQ(get_as("SEP53 " + std::string(size, ','), "/jobs/0/logs").first, 401) << size;
    }
    auto nearly = token;
    nearly.back() = nearly.back() == 'A' ? 'B' : 'A';
    EXPECT_EQ(get_as("Bearer " + nearly, "/jobs").first, 401);
    EXPECT_EQ(get_as("Bearer " + token + " " + token, "/jobs").first, 401);
}

TEST_F(HostileClient, PlaysTricksWithPaths) {
    for (const auto* target :
         {"/jobs/../health", "/jobs/%2e%2e/health", "/jobs/0%2f..%2f..", "/jobs/%00", "/./jobs"})
        EXPECT_EQ(asked(target), 400) << target;
    for (const auto* target :
         {"//jobs", "/jobs//logs", "/jobs/", "/JOBS", "/health/", "/jobs/0/logs/"})
        EXPECT_EQ(asked(target), 404) << target;
    for (const auto* target : {"/jobs/-1", "/jobs/0x1", "/jobs/1e3", "/jobs/+1", "/jobs/%201",
                               "/jobs/99999999999999999999/logs"})
        EXPECT_EQ(asked(target), 400) << target;
    EXPECT_EQ(asked("/jobs?limit=" + std::string(9000, '1')), 400);
}

TEST_F(HostileClient, FloodsWithHeaders) {
    EXPECT_EQ(sent("GET /health HTTP/1.1\r\nHost: h\r\n" + repeated("X-A: b\r\n", 10'000) + "\r\n"),
              431);
    EXPECT_EQ(sent("GET /health HTTP/1.1\r\nHost: h\r\nX: " + std::string(100'000, 'x')), 431);
    EXPECT_EQ(sent("GET /" + std::string(100'000, 'x') + " HTTP/1.1\r\n"), 431);
    EXPECT_EQ(sent("GET /health HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip\r\n\r\n"), 501);
    EXPECT_EQ(sent("BREW /health HTTP/1.1\r\nHost: h\r\n\r\n"), 501);
    EXPECT_EQ(sent("\x16\x03\x01\x02\x01 hello TLS\r\n\r\n"), 400);
}

TEST_F(HostileClient, SendsBytesAtRandom) {
    std::mt19937 random(20260721);
    const auto description = script("true");
    const auto good = http::format_json(body(claimed(description), description));
    for (int i = 0; i < 500; ++i) {
        auto text = good;
        for (int change = 0; change < 3; ++change)
            text[random() % text.size()] = static_cast<char>(random());
        if (text != good) EXPECT_THAT(posted(text), AnyOf(400, 404, 200)) << text;
    }
}

/// 10,000 readers of one log, as many at a time as the machine allows descriptors.
TEST_F(HostileClient, OpensTenThousandConnectionsToALog) {
    const auto job = claimed(endless_script());
    process(body(job, endless_script()), "?wait=false");
    const auto target = fmt::format(
        "GET /jobs/{}/logs HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer {}\r\n\r\n", job, token);
    int opened = 0, refused = 0;
    for (int round = 0; round < 50; ++round) {
        std::vector<std::unique_ptr<RawConnection>> connections;
        for (int i = 0; i < 200; ++i)
            connections.emplace_back(std::make_unique<RawConnection>(server->port()))->send(target);
        for (const auto& connection : connections) {
            const auto status = status_of_response(connection->read_until("\r\n"));
            opened += status == 200 ? 1 : 0;
            refused += status == 503 ? 1 : 0;
        }
    }
    EXPECT_EQ(opened + refused, 10'000);
    EXPECT_GT(opened, 0);
    EXPECT_GT(refused, 5'000);
    need(worker.cancel(job, "enough"));
}

}  // namespace
}  // namespace carrot::worker
