#include "sandbox/docker_engine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

#include "base/file.hpp"
#include "sandbox/sealed_job.hpp"

namespace carrot::sandbox {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

TEST(DockerEngine, TellsWhatItIs) {
    const auto facts = tests::test_engine().fetch_facts();
    ASSERT_TRUE(facts) << facts.error().message;
    EXPECT_FALSE(facts->version.empty());
    EXPECT_THAT(facts->storage_driver, testing::AnyOf("overlay2", "vfs"));
    EXPECT_TRUE(missing_protections(*facts).empty());
}

TEST(DockerEngine, IsUnavailableWhereNothingListens) {
    tests::TemporaryDirectory directory;
    const auto facts = make_docker_engine(directory.path() / "none.sock")->fetch_facts();
    EXPECT_EQ(facts.error().code, ErrorCode::unavailable);
}

TEST(DockerEngine, KnowsAnImportedImage) {
    const auto image = tests::test_engine().inspect_image(tests::busybox_image);
    ASSERT_TRUE(image) << image.error().message;
    EXPECT_THAT(image->id, testing::StartsWith("sha256:"));
    EXPECT_GT(image->size_bytes, 100'000u);
}

TEST(DockerEngine, DoesNotKnowOtherImages) {
    EXPECT_EQ(tests::test_engine().inspect_image("carrot/none:1").error().code,
              ErrorCode::not_found);
    EXPECT_EQ(tests::test_engine().inspect_image("no name").error().code,
              ErrorCode::invalid_argument);
}

TEST(DockerEngine, RefusesToImportWhatIsNoArchive) {
    tests::TemporaryDirectory directory;
    need(write_file(directory.path() / "x.tar", as_bytes("no archive at all, only some text")));
    auto& engine = tests::test_engine();
    EXPECT_EQ(engine.import_image("carrot/x:1", directory.path() / "x.tar", {}).error().code,
              ErrorCode::corrupt_data);
    EXPECT_EQ(engine.import_image("carrot/x:1", directory.path() / "none.tar", {}).error().code,
              ErrorCode::not_found);
}

TEST(DockerEngine, SaysWhenAnImageCannotBePulled) {
    // A registry on a closed loopback port stands for one that can't be reached.
    const auto image = tests::test_engine().pull_image("127.0.0.1:1/a/b:c", {}, {});
    ASSERT_FALSE(image);
    EXPECT_THAT(image.error().message, HasSubstr("127.0.0.1:1/a/b:c"));
}

TEST(DockerEngine, RunsAProgramAndTellsItsOutputAndExitStatus) {
    SealedJob job("echo hello; echo oh >&2; exit 3");
    job.run();
    EXPECT_EQ(job.out, "hello\n");
    EXPECT_EQ(job.err, "oh\n");
    EXPECT_EQ(job.state.status, ContainerStatus::exited);
    EXPECT_EQ(job.state.exit_status, 3);
    EXPECT_GE(job.state.finished_at, job.state.started_at);
    EXPECT_GT(job.state.started_at, TimePoint{});
}

TEST(DockerEngine, PassesArgumentsAndEnvironmentUnchanged) {
    SealedJob job("");
    job.job.entrypoint = {"/bin/sh", "-c", R"(printf '%s|' "$0" "$@" "$A")"};
    job.job.command = {"one two", "$HOME;*", "ü"};
    job.job.env = {{"A", "x=y z"}};
    EXPECT_EQ(job.run().out, "one two|$HOME;*|ü|x=y z|");
}

TEST(DockerEngine, KeepsALogThatCanBeReadAgain) {
    SealedJob job("echo hello; echo oh >&2");
    job.run();
    std::string out, err;
    need(job.engine.follow_logs(job.id,
                                [&](OutputChunk chunk) -> Result<void> {
                                    (chunk.stream == StandardStream::output ? out : err) +=
                                        as_text(chunk.bytes);
                                    return {};
                                },
                                {}));
    EXPECT_EQ(out, "hello\n");
    EXPECT_EQ(err, "oh\n");
}

TEST(DockerEngine, RefusesASecondContainerOfTheSameName) {
    SealedJob job("true");
    job.create();
    const auto config = need(sealed_container(job.job, need(job.engine.fetch_facts())));
    EXPECT_EQ(job.engine.create_container(config).error().code, ErrorCode::already_exists);
    EXPECT_EQ(need(job.engine.inspect(job.job.name)).id, job.id);
}

TEST(DockerEngine, SaysWhenTheImageIsMissing) {
    SealedJob job("true");
    job.job.image = "carrot/none:1";
    const auto config = need(sealed_container(job.job, need(job.engine.fetch_facts())));
    EXPECT_EQ(job.engine.create_container(config).error().code, ErrorCode::not_found);
}

TEST(DockerEngine, SaysWhenTheProgramCannotBeExecuted) {
    SealedJob job("");
    job.job.entrypoint = {"/no/such/program"};
    auto facts = need(job.engine.fetch_facts());
    facts.init = false;  // which would be started, and fail only then
    job.id = need(job.engine.create_container(need(sealed_container(job.job, facts))));
    const auto started = job.engine.start(job.id);
    ASSERT_FALSE(started);
    EXPECT_EQ(started.error().code, ErrorCode::invalid_argument);
    EXPECT_THAT(started.error().message, HasSubstr("/no/such/program"));
}

TEST(DockerEngine, EndsWith127WhenItsInitCannotExecuteTheProgram) {
    SealedJob job("");
    job.job.entrypoint = {"/no/such/program"};
    job.run();
    EXPECT_EQ(job.state.exit_status, 127);
    EXPECT_THAT(job.err, HasSubstr("/no/such/program"));
}

TEST(DockerEngine, StartsARunningContainerOnlyOnce) {
    SealedJob job("echo up; sleep 100");
    job.start().wait_for_output("up");
    EXPECT_TRUE(job.engine.start(job.id));
    need(job.engine.stop(job.id, 0s));
    EXPECT_EQ(job.finish().out, "up\n");
}

TEST(DockerEngine, AsksAProgramToEndBeforeItKillsIt) {
    SealedJob job("trap 'echo bye; exit 7' TERM; echo up; while true; do sleep 1; done");
    job.start().wait_for_output("up");
    need(job.engine.stop(job.id, 20s));
    job.finish();
    EXPECT_EQ(job.state.exit_status, 7);
    EXPECT_THAT(job.out, HasSubstr("bye"));
}

TEST(DockerEngine, KillsAProgramThatDoesNotListenAndAllItsChildren) {
    SealedJob job(
        "trap '' TERM; (trap '' TERM; sleep 1000) & (sleep 1000 &) ; echo up; "
        "while true; do sleep 1; done");
    job.start().wait_for_output("up");
    need(job.engine.stop(job.id, 1s));
    job.finish();  // returns only because nobody holds the streams any more
    EXPECT_EQ(job.state.exit_status, 137);
}

TEST(DockerEngine, StoppingAnEndedContainerDoesNothing) {
    SealedJob job("true");
    job.run();
    EXPECT_TRUE(job.engine.stop(job.id, 1s));
}

TEST(DockerEngine, EndsWaitingWhenAskedTo) {
    SealedJob job("sleep 1000");
    job.start();
    std::stop_source stop;
    auto waiting =
        std::async(std::launch::async, [&] { return job.engine.wait(job.id, stop.get_token()); });
    stop.request_stop();
    EXPECT_EQ(waiting.get().error().code, ErrorCode::cancelled);
    EXPECT_EQ(need(job.engine.inspect(job.id.value)).status, ContainerStatus::running);
}

TEST(DockerEngine, RemovesAContainerAndSoWhenItIsGone) {
    SealedJob job("sleep 1000");
    job.start();
    EXPECT_TRUE(job.engine.remove(job.id));
    EXPECT_EQ(job.engine.inspect(job.id.value).error().code, ErrorCode::not_found);
    EXPECT_TRUE(job.engine.remove(job.id));
}

TEST(DockerEngine, ListsContainersByTheirLabels) {
    SealedJob ended("true"), waiting("true");
    ended.job.labels["carrot.pair"] = waiting.job.labels["carrot.pair"] = "list";
    ended.run();
    waiting.create();
    const auto both = need(ended.engine.list({{"carrot.pair", "list"}}));
    EXPECT_EQ(both.size(), 2u);
    const auto one =
        need(ended.engine.list({{"carrot.pair", "list"}, {"carrot.test", waiting.job.name}}));
    ASSERT_EQ(one.size(), 1u);
    EXPECT_EQ(one[0].id, waiting.id);
    EXPECT_EQ(one[0].status, ContainerStatus::created);
}

TEST(DockerEngine, CopiesTheOutputOfAnEndedContainer) {
    SealedJob job("mkdir /output/sub; echo 1 > /output/a; echo 2 > /output/sub/b");
    job.run();
    const auto summary = job.copy_output();
    ASSERT_TRUE(summary) << summary.error().message;
    EXPECT_EQ(summary->files, 2u);
    EXPECT_EQ(as_text(need(read_file(job.result() / "sub/b", 10))), "2\n");
}

TEST(DockerEngine, CopiesNoFolderThatIsNotThere) {
    SealedJob job("true");
    job.run();
    fs::create_directory(job.result());
    EXPECT_EQ(job.engine.copy_out(job.id, "/nowhere", job.result(), {}).error().code,
              ErrorCode::not_found);
}

}  // namespace
}  // namespace carrot::sandbox
