// Kubo's `add` and Pinata's pinFileToIPFS against servers of the shape that the real ones have:
// their documented requests and answers. The servers are this test's; the HTTP is real.
#include <gmock/gmock.h>

#include "base/file.hpp"
#include "content.hpp"
#include "ipfs/pinning_service.hpp"
#include "recorded_server.hpp"

namespace carrot::ipfs::tests {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr auto kubo_path = "POST /api/v0/add";
constexpr auto pinata_path = "POST /pinning/pinFileToIPFS";

struct FileUpload : testing::Test {
    TemporaryDirectory folder;
    HastyClock clock;
    std::unique_ptr<ResultStore> local = open_embedded_store(folder.path() / "store").value();
    RecordedServer server;
    std::unique_ptr<PinningService> kubo =
        connect_kubo({.url = server.url(), .bearer_token = {}, .upload_as = UploadAs::files}, clock)
            .value();
    std::unique_ptr<PinningService> pinata = connect_pinata({.jwt = "eyJ.secret",
                                                             .url = server.url(),
                                                             .api_url = server.url(),
                                                             .upload_as = UploadAs::files},
                                                            clock)
                                                 .value();

    Cid put_folder() {
        write_test_file(folder.path() / "result/stdout.txt", as_bytes("hello\n"));
        write_test_file(folder.path() / "result/plots/loss \"1\".csv", as_bytes("1,2\n"));
        return local->put_directory(folder.path() / "result", {}, {}).value();
    }

    Result<void> upload(PinningService& service, const Cid& cid) {
        return service.upload(local->blocks(), cid, "job 1", {});
    }

    std::string sent(const std::string& path) const { return server.requests(path).at(0).body; }

    static http::Response kubo_answer(std::string_view name, std::string_view cid) {
        return http::text_response(
            200,
            fmt::format("{{\"Name\":\"{0}/stdout.txt\",\"Hash\":\"bafkqaaa\",\"Size\":\"6\"}}\n"
                        "{{\"Name\":\"{0}\",\"Hash\":\"{1}\",\"Size\":\"60\"}}\n",
                        name, cid),
            "application/json");
    }
    static http::Response pinata_answer(std::string_view cid) {
        return http::text_response(200,
                                   fmt::format("{{\"IpfsHash\":\"{}\",\"PinSize\":60,"
                                               "\"Timestamp\":\"2026-01-01T00:00:00.000Z\"}}",
                                               cid),
                                   "application/json");
    }
};

TEST_F(FileUpload, KuboGetsFoldersAndFilesCutAsOurs) {
    const auto cid = put_folder();
    const auto name = cid.to_string();
    server.answer(kubo_path, {kubo_answer(name, name)});
    ASSERT_TRUE(upload(*kubo, cid));
    EXPECT_THAT(server.requests(kubo_path).at(0).target,
                HasSubstr("pin=true&cid-version=1&raw-leaves=true&chunker=size-1048576"));
    const auto form = sent(kubo_path);
    EXPECT_THAT(form, HasSubstr("filename=\"" + name + "\"\r\nContent-Type: application/x-dir"));
    EXPECT_THAT(form, HasSubstr("filename=\"" + name + "%2Fplots%2Floss%20%221%22.csv\""));
    EXPECT_THAT(form, HasSubstr("application/octet-stream\r\n\r\nhello\n\r\n"));
}

TEST_F(FileUpload, PinataGetsFilesByTheirPaths) {
    const auto cid = put_folder();
    const auto name = cid.to_string();
    server.answer(pinata_path, {pinata_answer(name)});
    ASSERT_TRUE(upload(*pinata, cid));
    const auto form = sent(pinata_path);
    EXPECT_THAT(form, HasSubstr("name=\"pinataOptions\"\r\n\r\n{\"cidVersion\":1}\r\n"));
    EXPECT_THAT(form, HasSubstr("name=\"pinataMetadata\"\r\n\r\n{\"name\":\"job 1\"}\r\n"));
    EXPECT_THAT(form, HasSubstr("filename=\"" + name + "/plots/loss %221%22.csv\""));
    EXPECT_THAT(form, Not(HasSubstr("x-directory")));
    EXPECT_EQ(server.requests(pinata_path).at(0).headers.find("Authorization"),
              "Bearer eyJ.secret");
}

TEST_F(FileUpload, OfALargeFileIsWhole) {
    const auto content = pseudo_random_bytes(5'000'000, 1);
    PutOptions options;
    options.profile = unixfs_v0_2015;
    const auto cid = local->put_bytes(content, options, {}).value();
    server.answer(pinata_path, {pinata_answer(cid.to_string())});
    ASSERT_TRUE(upload(*pinata, cid));
    EXPECT_TRUE(sent(pinata_path).contains(as_text(content)));
}

TEST_F(FileUpload, ThatPinataWouldCutOtherwiseIsRefusedBeforeAnythingIsSent) {
    write_test_file(folder.path() / "result/model.bin", pseudo_random_bytes(300'000, 1));
    const auto refused = upload(*pinata, put_folder());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::invalid_argument);
    EXPECT_THAT(refused.error().message, HasSubstr("model.bin of 300000 bytes"));
    EXPECT_THAT(refused.error().message, HasSubstr("pinata_upload = \"car\""));
    EXPECT_TRUE(server.requests(pinata_path).empty());
}

TEST_F(FileUpload, AnotherCidInTheAnswerIsRefused) {
    const auto cid = put_folder();
    const auto other = Cid::of(Codec::raw, as_bytes("other")).to_string();
    server.answer(kubo_path, {kubo_answer(cid.to_string(), other)});
    server.answer(pinata_path, {pinata_answer(other)});
    for (auto* service : {kubo.get(), pinata.get()})
        EXPECT_EQ(upload(*service, cid).error().code, ErrorCode::corrupt_data);
}

TEST_F(FileUpload, AnAnswerThatIsNoneIsRefused) {
    const auto cid = put_folder();
    for (const std::string body : {"", "{}", "[]", "7", "<html>", "{\"Name\":7,\"Hash\":[]}"}) {
        server.answer(kubo_path, {http::text_response(200, body)});
        server.answer(pinata_path, {http::text_response(200, body)});
        for (auto* service : {kubo.get(), pinata.get()})
            EXPECT_THAT(upload(*service, cid).error().message, HasSubstr("could not upload"));
    }
}

TEST_F(FileUpload, IsSentAgainAfterABusyAnswer) {
    const auto cid = put_folder();
    server.answer(pinata_path,
                  {http::text_response(429, "slow down"), pinata_answer(cid.to_string())});
    EXPECT_TRUE(upload(*pinata, cid));
    EXPECT_EQ(server.requests(pinata_path).at(0).body.size(),
              server.requests(pinata_path).at(1).body.size());
}

TEST_F(FileUpload, IsLeftOutWhereItIsKept) {
    const auto cid = put_folder();
    server.answer("GET /data/pinList",
                  {http::text_response(
                      200, fmt::format("{{\"count\":1,\"rows\":[{{\"ipfs_pin_hash\":\"{}\"}}]}}",
                                       cid.to_string()))});
    EXPECT_TRUE(upload(*pinata, cid));
    EXPECT_TRUE(server.requests(pinata_path).empty());
}

}  // namespace
}  // namespace carrot::ipfs::tests
