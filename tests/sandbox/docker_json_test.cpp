#include "sandbox/detail/docker_json.hpp"

#include <gtest/gtest.h>

#include "http/json.hpp"
#include "sandbox/profile.hpp"
#include "sandbox/system_calls.hpp"

namespace carrot::sandbox::detail {
namespace {

using namespace std::chrono_literals;

JobContainer job() {
    JobContainer job;
    job.name = "carrot-1";
    job.labels = {{"carrot.job", "1"}};
    job.image = "sha256:00";
    job.entrypoint = {"python3", "-u", "/job/script.py"};
    job.env = {{"A", "b=c"}};
    job.script_folder = "/jobs/1/job";
    job.inputs_folder = "/jobs/1/inputs";
    job.output_folder = "/jobs/1/output";
    job.gpu_uuids = {"GPU-1"};
    return job;
}

EngineFacts whole_engine() {
    EngineFacts engine;
    engine.security_options = {"name=seccomp,profile=default"};
    engine.memory_limit = engine.swap_limit = engine.cpu_limit = engine.pids_limit = true;
    engine.init = true;
    engine.runtimes = {"nvidia", "runc"};
    return engine;
}

// The sandbox on one page: a change here is a change of what strangers' code may do.
TEST(CreateRequest, OfAJobIsTheProfile) {
    auto config = sealed_container(job(), whole_engine());
    ASSERT_TRUE(config);
    EXPECT_EQ(config->system_calls, system_call_filter());
    config->system_calls = "FILTER";
    EXPECT_GE(config->masked_paths.size(), 10u);
    config->masked_paths = {"MASKED"};
    const auto expected = http::parse_json(R"({
        "Image": "sha256:00", "Hostname": "carrot", "User": "65532:65532",
        "Entrypoint": ["python3", "-u", "/job/script.py"],
        "Env": ["A=b=c", "HOME=/tmp", "NVIDIA_VISIBLE_DEVICES=GPU-1",
                "NVIDIA_DRIVER_CAPABILITIES=compute,utility"],
        "Labels": {"carrot.job": "1"},
        "Healthcheck": {"Test": ["NONE"]}, "StopSignal": "SIGTERM",
        "HostConfig": {
            "NetworkMode": "none", "CapDrop": ["ALL"],
            "SecurityOpt": ["no-new-privileges:true", "seccomp=FILTER"],
            "ReadonlyRootfs": true, "IpcMode": "private", "CgroupnsMode": "private",
            "RestartPolicy": {"Name": "no"}, "Init": true,
            "Mounts": [
                {"Type": "bind", "Source": "/jobs/1/job", "Target": "/job", "ReadOnly": true,
                 "BindOptions": {"Propagation": "rprivate"}},
                {"Type": "bind", "Source": "/jobs/1/inputs", "Target": "/inputs", "ReadOnly": true,
                 "BindOptions": {"Propagation": "rprivate"}},
                {"Type": "bind", "Source": "/jobs/1/output", "Target": "/output", "ReadOnly": false,
                 "BindOptions": {"Propagation": "rprivate"}}],
            "Tmpfs": {"/tmp":
                "rw,exec,nosuid,nodev,mode=0700,size=1073741824,nr_inodes=100000,uid=65532,gid=65532",
                "/dev/shm":
                "rw,noexec,nosuid,nodev,mode=0700,size=67108864,nr_inodes=100000,uid=65532,gid=65532"},
            "Memory": 2147483648, "MemorySwap": 2147483648,
            "NanoCpus": 2000000000, "MaskedPaths": ["MASKED"], "PidsLimit": 256, "OomScoreAdj": 500,
            "Ulimits": [{"Name": "nofile", "Soft": 4096, "Hard": 4096},
                        {"Name": "core", "Soft": 0, "Hard": 0},
                        {"Name": "fsize", "Soft": 1073741824, "Hard": 1073741824}],
            "LogConfig": {"Type": "local", "Config":
                {"max-size": "16777216", "max-file": "2", "compress": "false"}},
            "DeviceRequests": [{"Driver": "nvidia", "DeviceIDs": ["GPU-1"],
                                "Capabilities": [["gpu", "compute", "utility"]]}]
        }})");
    ASSERT_TRUE(expected) << expected.error().message;
    EXPECT_EQ(boost::json::value(create_request(*config)), *expected)
        << http::format_json(create_request(*config));
}

TEST(Profile, GivesNoGpuToAJobWithoutOneWhateverItsEnvironmentSays) {
    auto cpu_job = job();
    cpu_job.gpu_uuids.clear();
    cpu_job.env = {{"NVIDIA_VISIBLE_DEVICES", "all"}, {"HOME", "/output"}};
    const auto config = sealed_container(cpu_job, whole_engine());
    const std::vector<std::pair<std::string, std::string>> expected = {
        {"HOME", "/output"}, {"NVIDIA_VISIBLE_DEVICES", "void"}};
    EXPECT_EQ(config->env, expected);
}

TEST(Profile, TurnsTheImagesVolumesIntoLimitedMemory) {
    auto with_volumes = job();
    with_volumes.image_volumes = {"/data", "/output", "/tmp", "/dev/shm"};
    const auto config = sealed_container(with_volumes, whole_engine());
    ASSERT_EQ(config->memory_mounts.size(), 3u);
    EXPECT_EQ(config->memory_mounts[0].target, "/data");
    EXPECT_EQ(config->memory_mounts[0].size_bytes, 64u << 20);
}

TEST(Profile, RefusesVolumesThatWouldOpenTheSandbox) {
    for (const auto* volume :
         {"/", "/job/x/..", "relative", "/proc", "/dev/", "/a:b", "/output/x", "/sys/fs"}) {
        auto hostile = job();
        hostile.image_volumes = {volume};
        EXPECT_FALSE(sealed_container(hostile, whole_engine())) << volume;
    }
    auto many = job();
    for (int i = 0; i < 17; ++i)
        many.image_volumes.push_back("/v" + std::to_string(i));
    EXPECT_FALSE(sealed_container(many, whole_engine()));
}

TEST(Profile, FindsNothingMissingInAWholeEngine) {
    EXPECT_TRUE(missing_protections(whole_engine()).empty());
    EXPECT_TRUE(weaker_protections(whole_engine()).empty());
}

TEST(Profile, NamesEachProtectionThatAnEngineLacks) {
    EngineFacts bare;
    EXPECT_EQ(missing_protections(bare).size(), 4u);
    EXPECT_EQ(weaker_protections(bare).size(), 2u);
    auto unconfined = whole_engine();
    unconfined.security_options = {"name=seccomp,profile=unconfined"};
    EXPECT_EQ(missing_protections(unconfined).size(), 1u);
}

TEST(CreateRequest, AsksForGpusByTheirCdiNamesWhereTheEngineHasThem) {
    auto engine = whole_engine();
    engine.cdi_devices = {"nvidia.com/gpu=GPU-1", "nvidia.com/gpu=0"};
    const auto request = create_request(sealed_container(job(), engine).value());
    const auto expected =
        http::parse_json(R"([{"Driver": "cdi", "DeviceIDs": ["nvidia.com/gpu=GPU-1"]}])");
    EXPECT_EQ(request.at("HostConfig").at("DeviceRequests"), *expected);
}

TEST(EngineFacts, TellTheEnginesWaysToAGpu) {
    const auto facts =
        read_facts(*http::parse_json(R"({"CDISpecDirs": ["/etc/cdi"], "Runtimes": {"runc": {}},
            "DiscoveredDevices": [{"Source": "cdi", "ID": "nvidia.com/gpu=GPU-1"}]})"),
                   *http::parse_json(R"({"Version": "28.3.0", "ApiVersion": "1.51"})"));
    ASSERT_TRUE(facts) << facts.error().message;
    EXPECT_EQ(facts->cdi_spec_dirs, std::vector<std::string>{"/etc/cdi"});
    EXPECT_EQ(facts->cdi_devices, std::vector<std::string>{"nvidia.com/gpu=GPU-1"});
}

TEST(EngineTime, IsReadToTheMillisecond) {
    EXPECT_EQ(*parse_time("1970-01-02T00:00:01.5Z"), TimePoint(24h + 1500ms));
    EXPECT_EQ(*parse_time("2026-11-22T21:16:18.903713699Z"), TimePoint(1795382178903ms));
    EXPECT_EQ(*parse_time("2026-11-22T21:16:18Z"), TimePoint(1795382178000ms));
    EXPECT_EQ(*parse_time("0001-01-01T00:00:00Z"), TimePoint{});
}

TEST(EngineTime, IsRefusedWhenItIsNone) {
    for (const auto* text : {"", "today", "2026-11-22 21:16:18Z", "2026-13-22T21:16:18Z"})
        EXPECT_FALSE(parse_time(text)) << text;
}

TEST(ImageName, IsTakenApartForAPull) {
    const auto expect = [](const char* image, const char* name, const char* tag) {
        const auto pull = split_pull_name(image);
        EXPECT_EQ(pull.name, name);
        EXPECT_EQ(pull.tag, tag);
    };
    expect("alpine", "alpine", "latest");
    expect("alpine:3", "alpine", "3");
    expect("host:5000/a/b", "host:5000/a/b", "latest");
    expect("host:5000/a/b:c", "host:5000/a/b", "c");
    expect("a:1@sha256:00", "a", "sha256:00");
}

TEST(ImageName, CannotLeaveItsPlaceInAUrl) {
    EXPECT_TRUE(is_image_name("host:5000/a_b/c-d:e@sha256:00"));
    for (const auto* name : {"", "/a", "a/../b", "a?b", "a b", "a//b", "a#b", "a%2fb"})
        EXPECT_FALSE(is_image_name(name)) << name;
}

TEST(ContainerState, IsReadFromAnInspection) {
    const auto json = http::parse_json(R"({"Id": "ab", "Image": "sha256:1",
        "State": {"Status": "exited", "ExitCode": 137, "OOMKilled": true,
                  "StartedAt": "2026-11-22T21:16:18.9Z", "FinishedAt": "2026-11-22T21:16:19Z"},
        "Config": {"Labels": {"carrot.job": "3"}}})");
    const auto state = read_container(*json);
    ASSERT_TRUE(state);
    EXPECT_EQ(state->status, ContainerStatus::exited);
    EXPECT_EQ(state->exit_status, 137);
    EXPECT_TRUE(state->out_of_memory);
    EXPECT_EQ(state->finished_at - state->started_at, 100ms);
    EXPECT_EQ(state->labels.at("carrot.job"), "3");
}

TEST(ContainerState, IsAnErrorWhenTheAnswerIsSomethingElse) {
    for (const auto* text : {"[]", "{}", R"({"Id": 3})", "null"})
        EXPECT_EQ(read_container(*http::parse_json(text)).error().code, ErrorCode::internal);
}

}  // namespace
}  // namespace carrot::sandbox::detail
