// Large CARs to Pinata, in pieces, against a server that speaks the tus protocol as Pinata
// documents it (tus.io, 1.0.0, with the CID in the last answer). The server is this test's; the
// HTTP is real.
#include <gmock/gmock.h>

#include "base/encoding.hpp"
#include "content.hpp"
#include "ipfs/car_writer.hpp"
#include "ipfs/pinning_service.hpp"
#include "recorded_server.hpp"

namespace carrot::ipfs::tests {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// Takes one upload.
class TusServer {
public:
    /// Keeps so much of a request's bytes, and answers so.
    struct Fault {
        std::size_t kept_bytes = 0;
        http::Response answer;
    };

    TusServer() {
        http::Router router;
        http::RouteOptions options;
        for (const auto method : {http::Method::get, http::Method::post, http::Method::patch})
            router.route(
                method, "/{path...}",
                [this](const http::Request& request) { return take(request); }, options);
        server_ = std::make_unique<http::Server>(http::Server::start(std::move(router)).value());
        location = server_->url() + "/v3/files/upload-1";
    }

    std::string url() const { return server_->url(); }

    std::string cid;       // in the last answer; may be empty
    std::string listed;    // by GET /v3/files/public
    std::string location;  // of the upload
    std::string arrived;
    std::map<int, Fault> faults;  // by the number of the PATCH request, from 0
    int offset_lie = 0;
    std::vector<http::Request> creations;
    std::vector<std::string> offsets;  // that pieces were sent with, and "?" where one was asked

private:
    http::Response take(const http::Request& request) {
        const std::lock_guard lock(mutex_);
        if (request.method == http::Method::post) return create(request);
        if (request.method == http::Method::patch) return append(request);
        if (request.path == "/v3/files/public") return list();
        offsets.emplace_back("?");
        return progress(200);
    }

    http::Response create(const http::Request& request) {
        creations.push_back(request);
        size_ = std::stoul(std::string(request.headers.find("Upload-Length").value()));
        return {.status = 201, .headers = {{"Location", location}}, .body = {}};
    }

    http::Response append(const http::Request& request) {
        const auto number = static_cast<int>(std::ranges::count_if(
            offsets, [](const std::string& offset) { return offset != "?"; }));
        offsets.emplace_back(request.headers.find("Upload-Offset").value());
        if (offsets.back() != std::to_string(arrived.size()))
            return http::text_response(409, "mismatched offset");
        const auto fault = faults.find(number);
        if (fault == faults.end()) {
            arrived += request.body;
            return progress(204);
        }
        arrived += request.body.substr(0, fault->second.kept_bytes);
        return fault->second.answer;
    }

    http::Response progress(int status) const {
        http::Response response{.status = status, .headers = {}, .body = {}};
        response.headers.set("Tus-Resumable", "1.0.0");
        response.headers.set("Upload-Offset",
                             std::to_string(static_cast<int>(arrived.size()) + offset_lie));
        if (arrived.size() == size_ && !cid.empty()) response.headers.set("Upload-Cid", cid);
        return response;
    }

    http::Response list() const {
        const auto file =
            listed.empty() || arrived.empty() ? "" : fmt::format("{{\"cid\":\"{}\"}}", listed);
        return RecordedServer::json(fmt::format("{{\"data\":{{\"files\":[{}]}}}}", file));
    }

    std::mutex mutex_;
    std::size_t size_ = 0;
    std::unique_ptr<http::Server> server_;
};

struct ResumableUploadToPinata : testing::Test {
    TemporaryDirectory folder;
    HastyClock clock;
    std::unique_ptr<ResultStore> local = open_embedded_store(folder.path() / "store").value();
    TusServer server;
    Cid cid = local->put_bytes(pseudo_random_bytes(2'500, 1), {}, {}).value();
    std::string car = car_of(cid);

    void SetUp() override { server.cid = cid.to_string(); }

    std::string car_of(const Cid& root) const {
        CarWriter writer(local->blocks(), root);
        Bytes content(10'000);
        std::string written;
        while (const auto count = writer.read(content).value())
            written += as_text(BytesView(content).first(count));
        return written;
    }

    Result<void> upload() {
        const auto pinata = connect_pinata({.jwt = "eyJ.secret",
                                            .url = server.url(),
                                            .api_url = server.url(),
                                            .in_one_request_bytes = 1'000,
                                            .piece_bytes = 1'000},
                                           clock)
                                .value();
        return pinata->upload(local->blocks(), cid, "job 1", {});
    }
};

TEST_F(ResumableUploadToPinata, SendsALargeCarPieceByPiece) {
    const auto sent = upload();
    ASSERT_TRUE(sent) << sent.error().message;
    EXPECT_EQ(server.arrived, car);
    EXPECT_THAT(server.offsets, ElementsAre("0", "1000", "2000"));
    const auto& creation = server.creations.at(0);
    EXPECT_EQ(creation.headers.find("Authorization"), "Bearer eyJ.secret");
    EXPECT_EQ(creation.headers.find("Tus-Resumable"), "1.0.0");
    EXPECT_EQ(creation.headers.find("Upload-Length"), std::to_string(car.size()));
    const auto base64 = [](std::string_view text) { return to_base64(as_bytes(text)); };
    EXPECT_THAT(std::string(creation.headers.find("Upload-Metadata").value_or("")),
                testing::AllOf(HasSubstr("filename " + base64("job 1")),
                               HasSubstr("network " + base64("public")),
                               HasSubstr("car " + base64("true"))));
}

TEST_F(ResumableUploadToPinata, GoesOnWhereItWasCutOff) {
    server.faults[1] = {300, RecordedServer::cut()};
    server.faults[2] = {0, http::text_response(503, "busy")};
    const auto sent = upload();
    ASSERT_TRUE(sent) << sent.error().message;
    EXPECT_EQ(server.arrived, car);
    EXPECT_THAT(server.offsets, ElementsAre("0", "1000", "?", "1300", "?", "1300", "2300"));
    EXPECT_EQ(server.creations.size(), 1U);
    EXPECT_THAT(clock.waits, ElementsAre(std::chrono::seconds(1), std::chrono::seconds(2)));
}

TEST_F(ResumableUploadToPinata, NeedNotSendAgainWhenOnlyTheLastAnswerIsLost) {
    server.faults[2] = {1'000, RecordedServer::cut()};
    ASSERT_TRUE(upload());
    EXPECT_EQ(server.arrived, car);
    EXPECT_THAT(server.offsets, ElementsAre("0", "1000", "2000", "?", std::to_string(car.size())));
}

TEST_F(ResumableUploadToPinata, GivesUpAfterFourCutsInARow) {
    for (int i = 1; i < 5; ++i)
        server.faults[i] = {0, http::text_response(500, "broken")};
    EXPECT_EQ(upload().error().code, ErrorCode::unavailable);
    EXPECT_EQ(clock.waits.size(), 3U);
}

TEST_F(ResumableUploadToPinata, AsksForTheCidThatTheAnswerLacks) {
    server.cid.clear();
    EXPECT_EQ(upload().error().code, ErrorCode::corrupt_data);
    server.arrived.clear();
    server.listed = cid.to_string();
    EXPECT_TRUE(upload());
}

TEST_F(ResumableUploadToPinata, RefusesAnotherCid) {
    server.cid = Cid::of(Codec::raw, as_bytes("other")).to_string();
    EXPECT_THAT(upload().error().message, HasSubstr("it answered with another CID"));
}

TEST_F(ResumableUploadToPinata, RefusesAServerThatCountsWrong) {
    for (const int lie : {-1'000, 100'000}) {
        server.arrived.clear();
        server.offset_lie = lie;
        EXPECT_THAT(upload().error().message, HasSubstr("how many of"));
    }
}

TEST_F(ResumableUploadToPinata, SendsTheTokenToNoOtherServer) {
    for (const std::string location : {"https://elsewhere.example/upload-1", "//elsewhere/x", ""}) {
        server.location = location;
        EXPECT_THAT(upload().error().message, HasSubstr("names no place of its own"));
    }
    EXPECT_TRUE(server.offsets.empty());
    server.location = "/v3/files/upload-1";
    EXPECT_TRUE(upload());
}

}  // namespace
}  // namespace carrot::ipfs::tests
