#include "sandbox/gpu_handover.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "base/file.hpp"
#include "support/temporary_directory.hpp"

namespace carrot::sandbox {
namespace {

using testing::HasSubstr;

// As nvidia-ctk writes it, with what no test needs left out.
constexpr const char* spec = R"(---
cdiVersion: 0.5.0
kind: nvidia.com/gpu
devices:
    - name: "0"
    - name: GPU-1
    - name: MIG-2
)";

EngineFacts docker(std::string version) {
    EngineFacts engine;
    engine.version = std::move(version);
    engine.runtimes = {"io.containerd.runc.v2", "runc"};
    return engine;
}

EngineFacts podman(std::string version) {
    auto engine = docker(std::move(version));
    engine.name = "Podman";
    return engine;
}

const std::vector<std::string> one = {"GPU-1"};

TEST(GpuHandover, IsCdiWhereDockerListsTheCard) {
    auto engine = docker("28.3.0");
    engine.cdi_devices = {"nvidia.com/gpu=GPU-1"};
    engine.runtimes.emplace_back("nvidia");
    EXPECT_EQ(choose_handover(engine, {}, one), GpuHandover::cdi);
    // Listed before the card was put in: the runtime finds it all the same.
    EXPECT_EQ(choose_handover(engine, {}, std::vector<std::string>{"GPU-9"}),
              GpuHandover::device_request);
}

TEST(GpuHandover, IsADeviceRequestWhereDockerHasNvidiasRuntimeOrItsHook) {
    auto engine = docker("24.0.7");
    engine.runtimes.emplace_back("nvidia");
    EXPECT_EQ(choose_handover(engine, {}, one), GpuHandover::device_request);
    const GpuToolkit toolkit{.has_runtime_hook = true, .cdi_specs = {}};
    EXPECT_EQ(choose_handover(docker("20.10.24"), toolkit, one), GpuHandover::device_request);
}

TEST(GpuHandover, IsCdiWhereTheSpecificationNamesTheCardAndDockerReadsIt) {
    auto engine = docker("25.0.3");
    engine.cdi_spec_dirs = {"/etc/cdi"};
    const GpuToolkit toolkit{.has_runtime_hook = false, .cdi_specs = {spec}};
    EXPECT_EQ(choose_handover(engine, toolkit, one), GpuHandover::cdi);
    EXPECT_EQ(choose_handover(engine, toolkit, std::vector<std::string>{"MIG-2"}),
              GpuHandover::cdi);
    EXPECT_EQ(choose_handover(engine, toolkit, {}), GpuHandover::cdi);

    engine.cdi_spec_dirs.clear();
    const auto switched_off = choose_handover(engine, toolkit, one);
    ASSERT_FALSE(switched_off);
    EXPECT_EQ(switched_off.error().kind, GpuTroubleKind::no_container_toolkit);
}

TEST(GpuHandover, SaysHowToWriteASpecificationThatNamesTheCard) {
    auto engine = docker("25.0.3");
    engine.cdi_spec_dirs = {"/etc/cdi"};
    const GpuToolkit toolkit{.has_runtime_hook = false, .cdi_specs = {spec}};
    const auto refused = choose_handover(engine, toolkit, std::vector<std::string>{"GPU-9"});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, GpuTroubleKind::not_in_cdi);
    EXPECT_THAT(refused.error().text, HasSubstr("GPU-9"));
    EXPECT_THAT(refused.error().remedy, HasSubstr("nvidia-ctk cdi generate"));
}

TEST(GpuHandover, SaysHowToInstallTheToolkitThatIsMissing) {
    const auto refused = choose_handover(docker("24.0.7"), {}, one);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, GpuTroubleKind::no_container_toolkit);
    EXPECT_THAT(refused.error().remedy, HasSubstr("apt install nvidia-container-toolkit"));
    EXPECT_THAT(refused.error().remedy, HasSubstr("nvidia-ctk runtime configure --runtime=docker"));
}

TEST(GpuHandover, IsCdiForPodmanFrom54) {
    const GpuToolkit toolkit{.has_runtime_hook = true, .cdi_specs = {spec}};
    for (const auto* version : {"5.4.0", "5.10.1", "6.0.0-dev"})
        EXPECT_EQ(choose_handover(podman(version), toolkit, one), GpuHandover::cdi) << version;
    for (const auto* version : {"4.9.3", "5.3.2", ""}) {
        const auto refused = choose_handover(podman(version), toolkit, one);
        ASSERT_FALSE(refused) << version;
        EXPECT_EQ(refused.error().kind, GpuTroubleKind::engine_too_old);
    }
    const auto bare = choose_handover(podman("5.4.0"), {}, one);
    ASSERT_FALSE(bare);
    EXPECT_EQ(bare.error().kind, GpuTroubleKind::no_container_toolkit);
    EXPECT_THAT(bare.error().remedy, HasSubstr("nvidia-ctk cdi generate"));
}

TEST(GpuToolkit, IsFoundByItsHookAndItsSpecifications) {
    const tests::TemporaryDirectory root;
    const auto put = [&](const std::string& file, std::string_view content) {
        const auto path = root.path() / file;
        ASSERT_TRUE(make_directories(path.parent_path()));
        ASSERT_TRUE(write_file(path, as_bytes(content)));
    };
    auto engine = docker("25.0.3");
    engine.cdi_spec_dirs = {"/etc/cdi", "/var/run/cdi"};
    EXPECT_FALSE(read_gpu_toolkit(engine, root.path()).has_runtime_hook);

    put("usr/bin/nvidia-container-runtime-hook", "");
    std::filesystem::permissions(root.path() / "usr/bin/nvidia-container-runtime-hook",
                                 std::filesystem::perms::owner_all);
    put("var/run/cdi/nvidia.yaml", spec);
    put("var/run/cdi/other.json", R"({"kind": "vendor.com/net"})");
    put("var/run/cdi/notes.txt", spec);
    const auto toolkit = read_gpu_toolkit(engine, root.path());
    EXPECT_TRUE(toolkit.has_runtime_hook);
    EXPECT_EQ(toolkit.cdi_specs, std::vector<std::string>{spec});

    engine.cdi_spec_dirs.clear();
    EXPECT_TRUE(read_gpu_toolkit(engine, root.path()).cdi_specs.empty());
    EXPECT_EQ(read_gpu_toolkit(podman("5.4.0"), root.path()).cdi_specs.size(), 1u);
}

}  // namespace
}  // namespace carrot::sandbox
