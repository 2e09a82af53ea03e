// What the profile makes of different engines; profile_test.cpp tries it in a real one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "http/json.hpp"
#include "sandbox/profile.hpp"
#include "sandbox/system_calls.hpp"
#include "support/as_nobody.hpp"

namespace carrot::sandbox {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

EngineFacts docker() {
    EngineFacts engine;
    engine.name = "Docker";
    engine.data_root = "/var/lib/docker";
    engine.security_options = {"name=seccomp,profile=default"};
    engine.runtimes = {"runc", "runsc"};
    engine.memory_limit = engine.swap_limit = engine.cpu_limit = engine.pids_limit = true;
    engine.init = true;
    return engine;
}

EngineFacts remapping_docker() {
    auto engine = docker();
    engine.security_options.emplace_back("name=userns");
    engine.data_root = "/var/lib/docker/100000.200000";
    return engine;
}

class JobUsersOfRoot : public testing::Test {
protected:
    void SetUp() override {
        if (::geteuid() != 0) GTEST_SKIP() << "the users of a worker that is root";
    }
};

TEST_F(JobUsersOfRoot, AreNobodyInTheContainerAndOnTheHost) {
    const auto users = job_users(docker());
    EXPECT_EQ(users.inside.uid, 65532u);
    EXPECT_EQ(users.on_host.uid, 65532u);
}

TEST_F(JobUsersOfRoot, AreTheRemappedOnesOnTheHostOfAnEngineThatRemaps) {
    const auto users = job_users(remapping_docker());
    EXPECT_EQ(users.inside.uid, 65532u);
    EXPECT_EQ(users.on_host.uid, 165532u);
    EXPECT_EQ(users.on_host.gid, 265532u);
    EXPECT_THAT(missing_protections(remapping_docker()), ElementsAre());
}

TEST_F(JobUsersOfRoot, MustBeKnownOnTheHost) {
    for (const auto* folder :
         {"/var/lib/docker", "/x/1.", "/x/.1", "/x/1.2.3", "/x/99999999999.1"}) {
        auto engine = remapping_docker();
        engine.data_root = folder;
        EXPECT_THAT(missing_protections(engine), ElementsAre(HasSubstr(folder)));
    }
}

TEST_F(JobUsersOfRoot, AreNotHandedToARootlessEngineByRoot) {
    auto engine = docker();
    engine.security_options.emplace_back("name=rootless");
    EXPECT_THAT(missing_protections(engine), ElementsAre(HasSubstr("run the worker as that user")));
}

TEST(JobUsers, AreTheWorkersOwnWithoutRootsRights) {
    tests::as_nobody([] {
        const auto users = job_users(docker());
        EXPECT_EQ(users.inside.uid, ::geteuid());
        EXPECT_EQ(users.on_host.uid, ::geteuid());
        auto rootless = docker();
        rootless.security_options.emplace_back("name=rootless");
        EXPECT_EQ(job_users(rootless).inside.uid, 0u);
        EXPECT_EQ(job_users(rootless).on_host.uid, ::geteuid());
        EXPECT_THAT(missing_protections(rootless), ElementsAre());
    });
}

TEST(JobUsers, CantBeRemappedByAnybodyButRoot) {
    tests::as_nobody([] {
        EXPECT_THAT(missing_protections(remapping_docker()),
                    ElementsAre(HasSubstr("run the worker as root")));
    });
}

TEST(OutputGuard, IsWeakerWithoutRootsRights) {
    tests::as_nobody(
        [] { EXPECT_THAT(weaker_protections(docker()), ElementsAre(HasSubstr("is watched"))); });
}

TEST(Runtime, MustBeOneThatTheEngineHas) {
    EXPECT_THAT(missing_protections(docker(), "runsc"), ElementsAre());
    EXPECT_THAT(missing_protections(docker(), "kata"),
                ElementsAre(HasSubstr("no runtime 'kata', but runc, runsc")));
}

TEST(SystemCalls, AreFilteredByPodmansOwnListThere) {
    auto podman = docker();
    podman.name = "Podman";
    EXPECT_EQ(sealed_container({}, podman)->system_calls, "");
    EXPECT_THAT(weaker_protections(podman), ElementsAre(HasSubstr("Podman's own list")));
}

TEST(SystemCalls, AreDeniedUnlessTheyAreListed) {
    const auto filter = http::parse_json(system_call_filter());
    ASSERT_TRUE(filter) << filter.error().message;
    EXPECT_EQ(filter->at("defaultAction").as_string(), "SCMP_ACT_ERRNO");
    const auto text = system_call_filter();
    for (const auto* closed :
         {"\"mount\"", "\"unshare\"", "\"setns\"", "\"bpf\"", "\"io_uring_setup\"", "\"keyctl\"",
          "\"userfaultfd\"", "\"open_by_handle_at\"", "\"init_module\"", "\"perf_event_open\""})
        EXPECT_THAT(text, testing::Not(HasSubstr(closed)));
}

}  // namespace
}  // namespace carrot::sandbox
