// The clients of Kubo and Pinata against servers of the shape that the real ones have: their
// documented requests, answers and errors. The servers are this test's; the HTTP is real.
#include "ipfs/pinning_service.hpp"

#include <gmock/gmock.h>

#include <array>

#include "content.hpp"
#include "ipfs/detail/wire.hpp"
#include "ipfs/importer.hpp"
#include "ipfs/reader.hpp"
#include "recorded_server.hpp"

namespace carrot::ipfs::tests {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view token = "eyJ.secret.token";

struct Upload {
    std::string authorization;
    std::string target;
    std::map<std::string, std::string> fields;
    Bytes car;
};

// One part of a form; `file` is its content when it is the file.
void take_part(std::string_view part, Upload& upload) {
    const auto head = part.substr(0, part.find("\r\n\r\n"));
    const auto content = part.substr(head.size() + 4);
    const auto from = head.find("name=\"") + 6;
    const std::string name(head.substr(from, head.find('"', from) - from));
    if (head.find("filename=\"") != head.npos)
        upload.car = bytes_of(content);
    else
        upload.fields[name] = content;
}

Upload read_form(const http::Request& request) {
    Upload upload{.authorization = std::string(request.headers.find("Authorization").value_or("")),
                  .target = request.target,
                  .fields = {},
                  .car = {}};
    const std::string type(request.headers.find("Content-Type").value_or(""));
    const auto boundary = "--" + type.substr(type.find("boundary=") + 9);
    std::string_view body = request.body;
    body.remove_prefix(boundary.size() + 2);
    for (auto end = body.find("\r\n" + boundary); end != body.npos;
         end = body.find("\r\n" + boundary)) {
        take_part(body.substr(0, end), upload);
        body.remove_prefix(std::min(end + boundary.size() + 4, body.size()));
    }
    return upload;
}

// Reads a CAR as its specification says; the header's last bytes tell its version.
struct Car {
    MemoryBlocks blocks;
    std::size_t count = 0;

    explicit Car(BytesView car) {
        const auto header = take_bytes(car, take_varint(car).value()).value();
        EXPECT_THAT(std::string(as_text(header)), testing::EndsWith("gversion\x01"));
        while (!car.empty()) {
            auto section = take_bytes(car, take_varint(car).value()).value();
            const auto cid = Cid::decode_prefix(section).value();
            EXPECT_TRUE(cid.names(section));
            blocks.add(cid.codec(), section);
            ++count;
        }
    }
};

const std::array<std::string, 2> paths = {"POST /api/v0/dag/import", "POST /v3/files"};

struct Services : testing::Test {
    TemporaryDirectory folder;
    HastyClock clock;
    std::unique_ptr<ResultStore> local = open_embedded_store(folder.path() / "store").value();
    RecordedServer server;

    // One after the other, the last again and again.
    void answers(const RecordedServer::Answers& answers) {
        for (const auto& path : paths)
            server.answer(path, answers);
    }

    std::vector<Upload> uploads() const {
        std::vector<Upload> uploads;
        for (const auto& path : paths)
            for (const auto& request : server.requests(path))
                uploads.push_back(read_form(request));
        return uploads;
    }

    std::unique_ptr<PinningService> kubo(std::chrono::milliseconds answer_limit = 1min) {
        return connect_kubo({.url = server.url(), .bearer_token = {}, .answer_limit = answer_limit},
                            clock)
            .value();
    }
    std::unique_ptr<PinningService> pinata() {
        return connect_pinata(
                   {.jwt = std::string(token), .url = server.url(), .api_url = server.url()}, clock)
            .value();
    }

    Cid put(std::size_t size) {
        return local->put_bytes(pseudo_random_bytes(size, 1), {}, {}).value();
    }

    static http::Response kubo_answer(std::string_view cid, std::string_view pin_error = "") {
        return http::text_response(
            200,
            fmt::format("{{\"Root\":{{\"Cid\":{{\"/\":\"{}\"}},\"PinErrorMsg\":\"{}\"}}}}\n"
                        "{{\"Stats\":{{\"BlockCount\":4,\"BlockBytesCount\":3000}}}}\n",
                        cid, pin_error),
            "application/json");
    }
    static http::Response pinata_answer(std::string_view cid) {
        return http::text_response(
            200,
            fmt::format("{{\"data\":{{\"id\":\"0195\",\"name\":\"x\",\"cid\":\"{}\",\"size\":12,"
                        "\"number_of_files\":1,\"mime_type\":\"text/plain\",\"group_id\":null}}}}",
                        cid),
            "application/json");
    }

    Error failed_upload(PinningService& service, const Cid& cid) {
        const auto result = service.upload(local->blocks(), cid, "job 1", {});
        EXPECT_FALSE(result);
        return result ? Error{} : result.error();
    }
};

TEST_F(Services, KuboGetsTheWholeDagAndPinsItsRoot) {
    const auto cid = put(3'000'000);
    answers({kubo_answer(cid.to_string())});
    const auto uploaded = kubo()->upload(local->blocks(), cid, "job 1", {});
    ASSERT_TRUE(uploaded) << uploaded.error().message;
    ASSERT_EQ(uploads().size(), 1U);
    EXPECT_EQ(uploads().at(0).target, "/api/v0/dag/import?pin-roots=true");
    EXPECT_EQ(uploads().at(0).authorization, "");
    const Car car(uploads().at(0).car);
    EXPECT_EQ(car.count, 4U);
    EXPECT_EQ(read_content(car.blocks, cid, 4'000'000).value(), pseudo_random_bytes(3'000'000, 1));
}

TEST_F(Services, PinataGetsTheWholeDagWithTheTokenAndTheName) {
    const auto cid = put(3'000'000);
    answers({pinata_answer(cid.to_string())});
    const auto uploaded = pinata()->upload(local->blocks(), cid, "job 1\r\nx", {});
    ASSERT_TRUE(uploaded) << uploaded.error().message;
    EXPECT_EQ(uploads().at(0).target, "/v3/files");
    EXPECT_EQ(uploads().at(0).authorization, "Bearer " + std::string(token));
    EXPECT_EQ(uploads().at(0).fields["network"], "public");
    EXPECT_EQ(uploads().at(0).fields["car"], "true");
    EXPECT_EQ(uploads().at(0).fields["name"], "job 1  x");
    EXPECT_EQ(Car(uploads().at(0).car).count, 4U);
}

TEST_F(Services, AnotherCidInTheAnswerIsRefused) {
    const auto cid = put(10);
    const auto other = Cid::of(Codec::raw, as_bytes("other")).to_string();
    answers({kubo_answer(other)});
    EXPECT_EQ(failed_upload(*kubo(), cid).code, ErrorCode::corrupt_data);
    answers({pinata_answer(other)});
    const auto error = failed_upload(*pinata(), cid);
    EXPECT_EQ(error.code, ErrorCode::corrupt_data);
    EXPECT_THAT(error.message, HasSubstr("another CID, '" + other + "'"));
}

TEST_F(Services, AnAnswerThatIsNoneIsRefused) {
    const auto cid = put(10);
    for (const std::string body : {"", "{}", "[]", "<html>", "{\"Root\":{\"Cid\":{}}}",
                                   "{\"data\":{\"cid\":7}}", "{\"data\":[]}"}) {
        answers({http::text_response(200, body)});
        EXPECT_THAT(failed_upload(*kubo(), cid).message, HasSubstr("could not upload"));
        EXPECT_THAT(failed_upload(*pinata(), cid).message, HasSubstr("could not upload"));
    }
}

TEST_F(Services, KubosPinErrorIsAnError) {
    const auto cid = put(10);
    answers({kubo_answer(cid.to_string(), "datastore: closed")});
    EXPECT_THAT(failed_upload(*kubo(), cid).message, HasSubstr("datastore: closed"));
}

TEST_F(Services, ARefusedTokenIsNamedButNeverShown) {
    const auto cid = put(10);
    answers(
        {http::text_response(401, "{\"error\":\"Authentication failed\"}", "application/json")});
    const auto error = failed_upload(*pinata(), cid);
    EXPECT_EQ(error.code, ErrorCode::permission_denied);
    EXPECT_THAT(error.message, HasSubstr("set a valid token"));
    EXPECT_THAT(error.message, Not(HasSubstr(std::string(token))));
    EXPECT_EQ(uploads().size(), 1U);
}

TEST_F(Services, WhatIsTooLargeIsNotTriedAgain) {
    const auto cid = put(10);
    answers({http::text_response(413, "too large")});
    EXPECT_EQ(failed_upload(*pinata(), cid).code, ErrorCode::resource_exhausted);
    EXPECT_EQ(uploads().size(), 1U);
}

TEST_F(Services, TroubleThatPassesIsWaitedFor) {
    const auto cid = put(10);
    answers({http::text_response(429, "slow down"), http::text_response(503, "busy"),
             pinata_answer(cid.to_string())});
    const auto uploaded = pinata()->upload(local->blocks(), cid, "", {});
    EXPECT_TRUE(uploaded) << uploaded.error().message;
    EXPECT_EQ(uploads().size(), 3U);
    EXPECT_THAT(clock.waits, ElementsAre(1s, 2s));
}

TEST_F(Services, TroubleThatStaysIsAnErrorAfterFourTries) {
    const auto cid = put(10);
    answers({http::text_response(500, "broken")});
    EXPECT_EQ(failed_upload(*kubo(), cid).code, ErrorCode::unavailable);
    EXPECT_EQ(uploads().size(), 4U);
    EXPECT_THAT(clock.waits, ElementsAre(1s, 2s, 4s));
}

TEST_F(Services, AServiceThatIsAwayIsUnavailable) {
    const auto cid = put(10);
    const auto service = kubo();
    server.stop();
    const auto error = failed_upload(*service, cid);
    EXPECT_EQ(error.code, ErrorCode::unavailable);
    EXPECT_THAT(error.message, HasSubstr("Kubo at http://127.0.0.1"));
}

TEST_F(Services, AnUploadEndsWhenStopped) {
    const auto cid = put(10);
    answers({http::text_response(503, "busy")});
    std::stop_source stop;
    stop.request_stop();
    const auto result = pinata()->upload(local->blocks(), cid, "", stop.get_token());
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::cancelled);
}

TEST_F(Services, ADagWithAHoleIsNotSent) {
    EXPECT_EQ(failed_upload(*kubo(), Cid::of(Codec::raw, as_bytes("absent"))).code,
              ErrorCode::not_found);
    EXPECT_TRUE(uploads().empty());
}

TEST_F(Services, PinataWithoutATokenSaysWhereToGetOne) {
    for (const std::string jwt : {"", "two words", "line\n"}) {
        const auto service = connect_pinata({.jwt = jwt});
        ASSERT_FALSE(service);
        EXPECT_EQ(service.error().code, ErrorCode::permission_denied);
        EXPECT_THAT(service.error().message, HasSubstr("PINATA_JWT"));
    }
}

TEST_F(Services, AServiceThatSaysWhenToComeBackIsObeyed) {
    const auto cid = put(10);
    auto later = http::text_response(429, "slow down");
    later.headers.set("Retry-After", "20");
    auto dated = http::text_response(503, "busy");
    dated.headers.set("Retry-After", "Mon, 12 Jan 1970 13:46:55 GMT");  // 15 s after the clock
    answers({later, dated, kubo_answer(cid.to_string())});
    const auto uploaded = kubo()->upload(local->blocks(), cid, "", {});
    EXPECT_TRUE(uploaded) << uploaded.error().message;
    EXPECT_THAT(clock.waits, ElementsAre(20s, 15s));
}

TEST_F(Services, AServiceThatWantsALongPauseIsNotWaitedFor) {
    const auto cid = put(10);
    auto later = http::text_response(429, "quota");
    later.headers.set("Retry-After", "3600");
    answers({later});
    const auto error = failed_upload(*pinata(), cid);
    EXPECT_EQ(error.code, ErrorCode::resource_exhausted);
    EXPECT_THAT(error.message, HasSubstr("to come back in 3600 s"));
    EXPECT_THAT(clock.waits, ElementsAre());
}

TEST_F(Services, ACutConnectionIsTriedAgain) {
    const auto cid = put(3'000'000);
    answers({RecordedServer::cut(), kubo_answer(cid.to_string())});
    const auto uploaded = kubo()->upload(local->blocks(), cid, "", {});
    EXPECT_TRUE(uploaded) << uploaded.error().message;
    ASSERT_EQ(uploads().size(), 2U);
    EXPECT_EQ(Car(uploads().at(1).car).count, 4U) << "the whole CAR is sent again";
}

TEST_F(Services, ASlowAnswerIsNotWaitedForForever) {
    const auto cid = put(10);
    server.never_answer(paths[0]);
    const auto error = failed_upload(*kubo(20ms), cid);
    EXPECT_EQ(error.code, ErrorCode::timed_out);
    EXPECT_EQ(clock.waits.size(), 3U);
}

}  // namespace
}  // namespace carrot::ipfs::tests
