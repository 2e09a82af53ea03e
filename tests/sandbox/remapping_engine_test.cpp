// An engine that remaps users (dockerd --userns-remap): what is 65532 in a container is nobody that
// the host knows.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include <memory>

#include "base/file.hpp"
#include "sandbox/docker_engine.hpp"
#include "sandbox/private_engine.hpp"
#include "sandbox/sealed_job.hpp"

namespace carrot::sandbox {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

constexpr uid_t first_uid = 300'000;
constexpr uid_t job_uid = first_uid + 65532;

/// Shows this process, and what it starts, `more` at the end of a file that others go on seeing as
/// it is.
void extend(const fs::path& file, const fs::path& folder, const std::string& more) {
    const auto copy = folder / file.filename();
    std::string content;
    if (const auto there = read_file(file, 1 << 20)) content = as_text(*there);
    need(write_file(copy, as_bytes(content + more)));
    ASSERT_EQ(::mount(copy.c_str(), file.c_str(), nullptr, MS_BIND, nullptr), 0) << file;
}

class ARemappingEngine : public testing::Test {
protected:
    static void SetUpTestSuite() {
        directory = std::make_unique<tests::TemporaryDirectory>();
        ASSERT_EQ(::unshare(CLONE_NEWNS), 0);
        ASSERT_EQ(::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr), 0);
        const auto& folder = directory->path();
        extend("/etc/passwd", folder, "carrot-remap:x:64999:64999::/nonexistent:/bin/false\n");
        extend("/etc/group", folder, "carrot-remap:x:64999:\n");
        extend("/etc/subuid", folder, fmt::format("carrot-remap:{}:65536\n", first_uid));
        extend("/etc/subgid", folder, fmt::format("carrot-remap:{}:65536\n", first_uid));
        fs::permissions(folder, fs::perms(0711));  // for the remapped root
        daemon = std::make_unique<PrivateEngine>(need(PrivateEngine::start(
            {.directory = folder / "e", .arguments = {"--userns-remap=carrot-remap"}}, {})));
        engine = make_docker_engine(daemon->socket());
        const auto archive = folder / "busybox.tar";
        need(write_file(archive, as_bytes(tests::busybox_root_archive())));
        need(engine->import_image(tests::busybox_image, archive, {}));
    }
    static void TearDownTestSuite() {
        engine.reset();
        daemon.reset();
    }

    static inline std::unique_ptr<tests::TemporaryDirectory> directory;
    static inline std::unique_ptr<PrivateEngine> daemon;
    static inline std::unique_ptr<ContainerEngine> engine;
};

TEST_F(ARemappingEngine, LacksNoProtection) {
    EXPECT_THAT(missing_protections(need(engine->fetch_facts())), IsEmpty());
    EXPECT_EQ(job_users(need(engine->fetch_facts())).on_host.uid, job_uid);
}

TEST_F(ARemappingEngine, RunsAJobAsNobodyThatTheHostKnows) {
    SealedJob job("id -u; cat /proc/self/uid_map /job/script.py && echo 1 > /output/a", *engine);
    fs::create_directory(job.directory.path() / "job");
    need(write_file(job.directory.path() / "job/script.py", as_bytes("script\n")));
    fs::permissions(job.directory.path() / "job/script.py", fs::perms(0444));
    job.job.script_folder = job.directory.path() / "job";
    job.run();
    EXPECT_EQ(job.err, "");
    EXPECT_THAT(job.out, testing::StartsWith("65532\n"));
    EXPECT_THAT(job.out, HasSubstr(std::to_string(first_uid)));
    EXPECT_THAT(job.out, HasSubstr("script\n"));

    struct stat file{};
    ASSERT_EQ(::stat((job.job.output_folder / "a").c_str(), &file), 0);
    EXPECT_EQ(file.st_uid, job_uid);
    EXPECT_EQ(need(job.copy_output()).files, 1u);
}

TEST_F(ARemappingEngine, HoldsOutputToItsLimits) {
    SealedJob job("dd if=/dev/zero of=/output/x bs=1M count=100", *engine);
    job.run();
    EXPECT_THAT(job.err, HasSubstr("No space left"));
}

}  // namespace
}  // namespace carrot::sandbox
