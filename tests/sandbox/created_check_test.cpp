#include "sandbox/detail/created_check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "sandbox/profile.hpp"

namespace carrot::sandbox::detail {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

ContainerConfig asked() {
    JobContainer job;
    job.script_folder = "/jobs/1/script";
    job.output_folder = "/jobs/1/output";
    EngineFacts engine;
    engine.name = "Docker";
    auto config = *sealed_container(job, engine);
    config.system_calls = "{}";
    config.user = "65532:65532";
    return config;
}

/// What Docker 20.10 says of a container made from asked(), as far as it is judged.
boost::json::value as_asked() {
    return *http::parse_json(R"({
        "Config": {"User": "65532:65532"},
        "HostConfig": {
            "NetworkMode": "none", "PidMode": "", "UTSMode": "", "UsernsMode": "",
            "IpcMode": "private", "CgroupnsMode": "private", "Privileged": false,
            "ReadonlyRootfs": true, "CapAdd": null, "CapDrop": ["ALL"], "Devices": [],
            "SecurityOpt": ["no-new-privileges:true", "seccomp={}"], "OomKillDisable": false,
            "MaskedPaths": ["/proc/kcore"], "ReadonlyPaths": ["/proc/sys"],
            "Memory": 2147483648, "MemorySwap": 2147483648, "PidsLimit": 256,
            "NanoCpus": 2000000000},
        "Mounts": [
            {"Type": "bind", "Source": "/jobs/1/script", "Destination": "/job", "RW": false},
            {"Type": "bind", "Source": "/jobs/1/output", "Destination": "/output", "RW": true}]
        })");
}

std::vector<std::string> faults_with(std::string_view name, boost::json::value value) {
    auto inspected = as_asked();
    inspected.at("HostConfig").as_object()[name] = std::move(value);
    return weaker_than_asked(asked(), inspected);
}

TEST(CreatedCheck, FindsNothingInAContainerAsAsked) {
    EXPECT_THAT(weaker_than_asked(asked(), as_asked()), ElementsAre());
}

TEST(CreatedCheck, NamesEachThingThatAnEngineMadeWeaker) {
    const std::pair<const char*, const char*> weaker[] = {
        {"NetworkMode", R"("default")"},
        {"PidMode", R"("host")"},
        {"UsernsMode", R"("host")"},
        {"IpcMode", R"("host")"},
        {"Privileged", "true"},
        {"ReadonlyRootfs", "false"},
        {"CapAdd", R"(["SYS_ADMIN"])"},
        {"CapDrop", "null"},
        {"Devices", R"([{"PathOnHost": "/dev/sda"}])"},
        {"OomKillDisable", "true"},
        {"MaskedPaths", "[]"},
        {"ReadonlyPaths", "[]"},
        {"Memory", "0"},
        {"MemorySwap", "-1"},
        {"PidsLimit", "null"},
        {"NanoCpus", "0"},
        {"SecurityOpt", R"(["no-new-privileges:true"])"},
        {"SecurityOpt", R"(["seccomp={}"])"},
    };
    for (const auto& [name, value] : weaker)
        EXPECT_EQ(faults_with(name, *http::parse_json(value)).size(), 1u) << name;
    EXPECT_THAT(faults_with("SecurityOpt", {"no-new-privileges", "seccomp={}", "label=disable"}),
                ElementsAre("it has the security option label=disable"));
}

TEST(CreatedCheck, TakesPodmansWordsToo) {
    auto inspected = as_asked();
    auto& host = inspected.at("HostConfig").as_object();
    host["NanoCpus"] = 0;
    host["CpuPeriod"] = 100000;
    host["CpuQuota"] = 200000;
    host["CapDrop"] = {"CAP_CHOWN", "CAP_KILL"};
    host.erase("MaskedPaths");
    host.erase("ReadonlyPaths");
    EXPECT_THAT(weaker_than_asked(asked(), inspected), ElementsAre());
}

TEST(CreatedCheck, RefusesMountsThatNobodyAskedFor) {
    auto inspected = as_asked();
    inspected.at("Mounts").as_array().push_back({{"Type", "bind"},
                                                 {"Source", "/var/run/docker.sock"},
                                                 {"Destination", "/var/run/docker.sock"},
                                                 {"RW", true}});
    EXPECT_THAT(weaker_than_asked(asked(), inspected), ElementsAre(HasSubstr("docker.sock")));
}

TEST(CreatedCheck, RefusesAScriptThatCanBeWritten) {
    auto inspected = as_asked();
    inspected.at("Mounts").as_array()[0].as_object()["RW"] = true;
    EXPECT_THAT(weaker_than_asked(asked(), inspected), ElementsAre("/job can be written"));
}

TEST(CreatedCheck, RefusesAnAnswerThatSaysNothing) {
    EXPECT_GE(weaker_than_asked(asked(), boost::json::object()).size(), 6u);
}

}  // namespace
}  // namespace carrot::sandbox::detail
