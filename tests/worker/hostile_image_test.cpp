// What an image says of itself decides nothing about how it is run.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/test_registry.hpp"
#include "worker/image_yard.hpp"

namespace carrot::worker {
namespace {

using testing::HasSubstr;
using testing::Not;
using tests::make_image;

class HostileImage : public testing::Test, protected Workplace {
protected:
    HostileImage() {
        options.images.login_files.clear();
        options.images.min_free_disk_bytes = 0;
    }

    /// busybox with this configuration, as a job names it.
    std::string publish(const boost::json::object& config) {
        static int count = 0;
        const auto repository = fmt::format("hostile{}", ++count);
        registry().push(repository, "1", make_image({tests::busybox_root_archive()}, config));
        return registry().name(repository + ":1");
    }

    std::string log_of(const JobRecord& job) { return stored(job.result_hash); }

    static std::string description(std::string_view image, std::string_view more = "") {
        return fmt::format(R"({{"type":"docker-image","image":"{}"{}}})", image, more);
    }

    static tests::TestRegistry& registry() {
        static tests::TestRegistry registry;
        return registry;
    }
};

TEST_F(HostileImage, RunsAsTheSandboxsUserThoughItSaysRoot) {
    const auto image = publish({{"User", "root"}, {"Cmd", {"/bin/id", "-u"}}});
    EXPECT_THAT(log_of(completes(description(image))), Not(HasSubstr("0\n")));
}

TEST_F(HostileImage, GetsNoVolumeOfTheEngines) {
    const auto image = publish({{"Volumes", {{"/data", boost::json::object()}}},
                                {"Cmd", {"/bin/grep", " /data ", "/proc/self/mounts"}}});
    EXPECT_THAT(log_of(completes(description(image))), HasSubstr("tmpfs /data"));
}

TEST_F(HostileImage, IsRefusedWhenItsVolumesWouldOpenTheSandbox) {
    const auto image =
        publish({{"Volumes", {{"/proc", boost::json::object()}}}, {"Cmd", {"/bin/true"}}});
    const auto job = releases(description(image));
    EXPECT_THAT(job.reason, HasSubstr("/proc"));
}

TEST_F(HostileImage, HasNoHealthCheckRunBesideItsProgram) {
    const auto image = publish(
        {{"Healthcheck",
          {{"Test", {"CMD-SHELL", "echo health > /output/health"}}, {"Interval", 1'000'000}}},
         {"Cmd", {"/bin/sh", "-c", "sleep 1; ls /output"}}});
    EXPECT_THAT(log_of(completes(description(image))), Not(HasSubstr("health")));
}

TEST_F(HostileImage, HasNoTriggersRun) {
    const auto image = publish({{"OnBuild", {"RUN echo built"}}, {"Cmd", {"/bin/echo", "ran"}}});
    const auto log = log_of(completes(description(image)));
    EXPECT_THAT(log, HasSubstr("ran"));
    EXPECT_THAT(log, Not(HasSubstr("built")));
}

TEST_F(HostileImage, MayStartWhatItLikesInsideTheSandbox) {
    const auto image = publish(
        {{"Entrypoint", {"/bin/sh", "-c", "touch /x || echo sealed"}}, {"StopSignal", "SIGKILL"}});
    EXPECT_THAT(log_of(completes(description(image))), HasSubstr("sealed"));
}

TEST_F(HostileImage, IsNamedByItsDigestInTheRecord) {
    const auto image = publish({{"Cmd", {"/bin/true"}}});
    EXPECT_THAT(completes(description(image)).image_digest, HasSubstr("@sha256:"));
}

}  // namespace
}  // namespace carrot::worker
