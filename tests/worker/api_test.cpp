#include "worker/api.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.hpp"
#include "worker/api_fixture.hpp"
#include "worker/api_machine.hpp"

namespace carrot::worker {
namespace {

using testing::HasSubstr;

class WorkerApi : public testing::Test, protected ApiOfAWorker {
protected:
    WorkerApi() { serve(); }
};

TEST_F(WorkerApi, SaysThatItIsAlive) {
    const auto [status, health] = get_as("", "/health");
    EXPECT_EQ(status, 200);
    EXPECT_EQ(health.at("status"), "ok");
    EXPECT_EQ(health.at("mode"), "autonomous");
    EXPECT_EQ(health.at("provider"), "GPROVIDER");
    EXPECT_TRUE(health.at("version").is_string());
}

TEST_F(WorkerApi, SaysWhatItDoesToItsOwnerAlone) {
    EXPECT_FALSE(get_as("", "/health").second.as_object().contains("runningJobs"));
    EXPECT_FALSE(get_as("Bearer x", "/health").second.as_object().contains("runningJobs"));
    const auto health = get("/health").second;
    EXPECT_TRUE(health.at("runningJobs").as_array().empty());
    EXPECT_TRUE(health.at("chainFailure").is_null());
}

TEST_F(WorkerApi, ShowsADiskAndHowLongItHasBeenAtWork) {
    const auto health = get("/health").second;
    EXPECT_GT(health.at("disk").at("sizeBytes").to_number<std::uint64_t>(), 0u);
    EXPECT_EQ(health.at("disk").at("imagesBytes"), 0);
    EXPECT_EQ(health.at("disk").at("imagesBudgetBytes"), std::uint64_t{100} << 30);
    EXPECT_EQ(health.at("uptimeSeconds"), 0);
    EXPECT_TRUE(health.at("ledger").is_null()) << "nobody has looked yet";
    EXPECT_TRUE(health.at("lastTrouble").is_null());
}

TEST_F(WorkerApi, SaysThatTheEngineLacksTheRuntimeThatJobsGet) {
    options.directory = directory.path() / "another";
    options.runtime = "no-such-runtime";
    auto another = open();
    const auto response = MachineApi(another).check_docker({});
    const auto answer = need(http::parse_json(std::get<std::string>(response.body)));
    EXPECT_EQ(answer.at("canSealJobs"), false);
    EXPECT_THAT(http::format_json(answer.at("missingProtections")), HasSubstr("no-such-runtime"));
}

TEST_F(WorkerApi, ShowsTheEngineAndThatItCanSealJobs) {
    const auto [status, engine_state] = get("/check-docker");
    EXPECT_EQ(status, 200);
    EXPECT_EQ(engine_state.at("available"), true);
    EXPECT_EQ(engine_state.at("canSealJobs"), true);
    EXPECT_TRUE(engine_state.at("userNamespaces").is_bool());
    EXPECT_TRUE(engine_state.at("weakerProtections").is_array());
    EXPECT_TRUE(engine_state.at("pythonImage").is_string());
}

TEST_F(WorkerApi, ShowsTheGpusOrWhyThereAreNone) {
    const auto [status, gpus] = get("/check-gpu");
    EXPECT_EQ(status, 200);
    EXPECT_EQ(gpus.at("available").as_bool(), !gpus.at("gpus").as_array().empty());
    EXPECT_NE(gpus.at("available").as_bool(), gpus.as_object().contains("error"));
    for (const auto& trouble : gpus.at("troubles").as_array())
        EXPECT_FALSE(trouble.at("remedy").as_string().empty());
}

TEST_F(WorkerApi, AnswersJsonErrorsToWhatItDoesNotKnow) {
    EXPECT_EQ(get("/no-such-path").second.at("error").at("code"), "not_found");
    const auto response = send(request(http::Method::put, "/jobs"));
    EXPECT_EQ(response.status, 405);
    EXPECT_EQ(response.headers.find("Allow"), "GET, HEAD");
    EXPECT_EQ(read(response).second.at("error").at("code"), "invalid_argument");
}

TEST(PairingToken, IsMadeOnceAndIsASecret) {
    tests::TemporaryDirectory directory;
    const auto made = need(load_pairing_token(directory.path()));
    EXPECT_EQ(made.size(), 43u);
    EXPECT_EQ(need(load_pairing_token(directory.path())), made);
    using std::filesystem::perms;
    EXPECT_EQ(std::filesystem::status(directory.path() / "pairing-token").permissions(),
              perms::owner_read | perms::owner_write);
    need(write_file(directory.path() / "pairing-token", as_bytes("short\n")));
    EXPECT_EQ(load_pairing_token(directory.path()).error().code, ErrorCode::corrupt_data);
}

TEST(PairingToken, OpensWithTheSchemeBearerAlone) {
    EXPECT_TRUE(is_authorized("Bearer secret", "secret"));
    EXPECT_TRUE(is_authorized("bearer secret", "secret"));
    for (const auto* given : {"", "Bearer", "Bearer ", "Basic secret", "secret", "Bearer secre",
                              "Bearer secrets", "Bearer Secret", "Bearer  secret"})
        EXPECT_FALSE(is_authorized(given, "secret")) << given;
}

}  // namespace
}  // namespace carrot::worker
