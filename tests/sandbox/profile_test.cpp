// Hostile programs under the profile: each ends with its job's end and nothing else.
#include "sandbox/profile.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.hpp"
#include "sandbox/sealed_job.hpp"

namespace carrot::sandbox {
namespace {

using testing::HasSubstr;

using testing::Not;

TEST(Sandbox, RunsAsAUserWithoutRightsOrAWayToAny) {
    SealedJob job("id -u; id -g; grep -E '^(Cap...|NoNewPrivs|Seccomp):' /proc/self/status");
    job.run();
    EXPECT_THAT(job.out, testing::StartsWith("65532\n65532\n"));
    for (const auto* none : {"CapPrm:\t0000000000000000", "CapEff:\t0000000000000000",
                             "CapBnd:\t0000000000000000", "NoNewPrivs:\t1", "Seccomp:\t2"})
        EXPECT_THAT(job.out, HasSubstr(none));
}

TEST(Sandbox, HasNoNetworkButItsOwnLoopback) {
    SealedJob job("ip -o addr; ip route; nc -w 2 1.1.1.1 80 && echo REACHED");
    job.run();
    EXPECT_THAT(job.out, Not(HasSubstr("eth0")));
    EXPECT_THAT(job.out, Not(HasSubstr("REACHED")));
    EXPECT_THAT(job.err, HasSubstr("unreachable"));
}

TEST(Sandbox, WritesNowhereButToOutputAndScratch) {
    SealedJob job(
        "for d in / /bin /etc /proc/sys/kernel /sys /dev /job /inputs /sys/fs/cgroup; do "
        "touch $d/x 2>/dev/null && echo WROTE $d; done; "
        "touch /output/x /tmp/x /dev/shm/x && echo allowed");
    EXPECT_EQ(job.run().out, "allowed\n");
}

TEST(Sandbox, CannotChangeItsScriptOrItsInputs) {
    SealedJob job(
        "cat /job/script.py /inputs/a; echo more >> /job/script.py; chmod 777 /inputs/a; "
        "touch /inputs/b");
    for (const auto* name : {"job", "inputs"})
        fs::create_directory(job.directory.path() / name);
    need(write_file(job.directory.path() / "job/script.py", as_bytes("script\n")));
    need(write_file(job.directory.path() / "inputs/a", as_bytes("input\n")));
    job.job.script_folder = job.directory.path() / "job";
    job.job.inputs_folder = job.directory.path() / "inputs";
    job.run();
    EXPECT_EQ(job.out, "script\ninput\n");
    EXPECT_EQ(as_text(need(read_file(job.directory.path() / "job/script.py", 100))), "script\n");
    EXPECT_FALSE(fs::exists(job.directory.path() / "inputs/b"));
}

TEST(Sandbox, EndsAForkBombAtItsProcessLimit) {
    SealedJob job("n=0; while [ $n -lt 1000 ]; do sleep 1000 & n=$((n+1)); done; echo NO LIMIT");
    job.run();
    EXPECT_THAT(job.out, Not(HasSubstr("NO LIMIT")));
    EXPECT_THAT(job.err, HasSubstr("fork"));
    EXPECT_NE(job.state.exit_status, 0);
}

TEST(Sandbox, KillsWhatFillsTheMemory) {
    // One long string in the shell's own memory, doubled for ever.
    SealedJob job("x=0123456789abcdef; while true; do x=$x$x; done");
    job.memory_bytes = 64 << 20;
    job.run();
    EXPECT_TRUE(job.state.out_of_memory);
    EXPECT_EQ(job.state.exit_status, 137);
}

TEST(Sandbox, CountsScratchFilesAsMemory) {
    SealedJob job("dd if=/dev/zero of=/tmp/x bs=1M count=1000; echo SURVIVED");
    job.memory_bytes = 64 << 20;
    job.run();
    EXPECT_THAT(job.out, Not(HasSubstr("1000+0 records out")));
    EXPECT_LT(job.state.finished_at - job.state.started_at, std::chrono::minutes(1));
}

TEST(Sandbox, EndsOutputAtItsLimitOfBytes) {
    SealedJob job("dd if=/dev/zero of=/output/x bs=1M count=100");
    job.run();
    EXPECT_NE(job.state.exit_status, 0);
    EXPECT_THAT(job.err, HasSubstr("No space left"));
    EXPECT_LE(need(job.copy_output()).content_bytes, job.output_limits.content_bytes);
}

TEST(Sandbox, EndsOutputAtItsLimitOfFiles) {
    SealedJob job("for i in $(seq 1000); do echo > /output/$i || exit 9; done");
    job.run();
    EXPECT_EQ(job.state.exit_status, 9);
    EXPECT_EQ(need(job.copy_output()).files, job.output_limits.entries);
}

TEST(Sandbox, HandsOutNeitherLinksNorDevicesNorPipes) {
    SealedJob job(
        "ln -s /etc/passwd /output/link; ln -s / /output/root; mkfifo /output/pipe; "
        "mknod /output/disk b 8 0; echo 1 > /output/a; ln /output/a /output/hard");
    job.run();
    const auto summary = need(job.copy_output());
    EXPECT_EQ(summary.files, 1u);
    EXPECT_EQ(summary.left_out.size(), 4u);
    EXPECT_THAT(job.err, HasSubstr("mknod"));
    EXPECT_FALSE(fs::exists(fs::symlink_status(job.result() / "link")));
}

TEST(Sandbox, SurvivesAFloodOfOutput) {
    SealedJob job("head -c 100000000 /dev/zero | tr '\\0' 'x'; echo end >&2");
    job.start();
    std::uint64_t count = 0;
    std::string err;
    while (auto chunk = need(job.attached->next({}))) {
        if (chunk->stream == StandardStream::output)
            count += chunk->bytes.size();
        else
            err += as_text(chunk->bytes);
    }
    EXPECT_EQ(count, 100'000'000u);
    EXPECT_EQ(err, "end\n");
    EXPECT_EQ(need(job.engine.wait(job.id)).exit_status, 0);
}

TEST(Sandbox, MakesNoDevicesAndMountsNothing) {
    SealedJob job(
        "mknod /tmp/disk b 8 0 && echo MADE; mount -t tmpfs none /tmp && echo MOUNTED; "
        "ls /dev");
    job.run();
    EXPECT_THAT(job.out, Not(HasSubstr("MADE")));
    EXPECT_THAT(job.out, Not(HasSubstr("MOUNTED")));
    for (const auto* device : {"sda", "vda", "mem", "kmsg", "nvidia0", "loop0"})
        EXPECT_THAT(job.out, Not(HasSubstr(device)));
}

TEST(Sandbox, ShowsLittleOfTheMachine) {
    SealedJob job(
        "cat /proc/kcore 2>&1 | head -c 10; cat /proc/keys; ls /sys/firmware; "
        "ls /proc/1/root/ >/dev/null && echo own; ls /var/run/docker.sock");
    job.run();
    EXPECT_THAT(job.out, HasSubstr("own"));
    EXPECT_THAT(job.err, HasSubstr("docker.sock"));
    EXPECT_THAT(job.out, Not(HasSubstr("ELF")));
}

TEST(Sandbox, ReapsTheZombiesThatAJobLeaves) {
    SealedJob job(
        "for i in $(seq 50); do (sleep 0.1 & exec true); done; sleep 1; "
        "grep -l '^State:.Z' /proc/[0-9]*/status | wc -l");
    EXPECT_EQ(job.run().out, "0\n");
}

TEST(Sandbox, ReplacesVolumesThatTheImageDeclares) {
    SealedJob job("dd if=/dev/zero of=/data/x bs=1M count=100; echo end");
    job.job.image_volumes = {"/data"};
    job.run();
    EXPECT_THAT(job.err, HasSubstr("No space left"));
}

TEST(Sandbox, GivesTheMemoryAndTheProcessorsThatWereAskedFor) {
    SealedJob job(
        "cat /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/memory.max "
        "2>/dev/null; ulimit -n; ulimit -c");
    job.job.memory_gb = 3;
    job.run();
    EXPECT_THAT(job.out, HasSubstr("3221225472\n"));
    EXPECT_THAT(job.out, HasSubstr("4096\n0\n"));
}

}  // namespace
}  // namespace carrot::sandbox
