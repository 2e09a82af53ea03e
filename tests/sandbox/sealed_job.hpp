// Runs a shell script as a job runs: under the profile, in the tests' engine.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <string>

#include "sandbox/output_folder.hpp"
#include "sandbox/profile.hpp"
#include "support/need.hpp"
#include "support/temporary_directory.hpp"
#include "support/test_engine.hpp"

namespace carrot::sandbox {

namespace fs = std::filesystem;
using tests::need;

class SealedJob {
public:
    explicit SealedJob(std::string script, ContainerEngine& in = tests::test_engine())
        : engine(in) {
        static std::atomic<int> count = 0;
        job.name = fmt::format("carrot-test-{}", ++count);
        job.labels = {{"carrot.test", job.name}};
        job.image = tests::busybox_image;
        job.entrypoint = {"/bin/sh", "-c", std::move(script)};
        job.output_folder = directory.path() / "output";
        const auto owner = job_users(need(engine.fetch_facts())).on_host;
        need(create_output_folder(job.output_folder, output_limits, owner));
    }
    ~SealedJob() {
        if (!id.value.empty()) EXPECT_TRUE(engine.remove(id));
        EXPECT_TRUE(remove_output_folder(job.output_folder));
    }
    SealedJob(const SealedJob&) = delete;
    SealedJob& operator=(const SealedJob&) = delete;

    SealedJob& create() {
        const auto facts = need(engine.fetch_facts());
        auto config = need(sealed_container(job, facts));
        if (memory_bytes != 0) config.memory_bytes = memory_bytes;
        id = need(engine.create_container(config));
        return *this;
    }

    SealedJob& start() {
        if (id.value.empty()) create();
        attached = need(engine.attach(id));
        need(engine.start(id));
        return *this;
    }

    /// Reads all output, and waits for the end.
    SealedJob& finish() {
        while (auto chunk = need(attached->next({})))
            keep(*chunk);
        state = need(engine.wait(id));
        return *this;
    }

    SealedJob& run() { return start().finish(); }

    /// Reads until standard output holds `text`.
    void wait_for_output(std::string_view text) {
        while (!out.contains(text)) {
            auto chunk = need(attached->next({}));
            if (!chunk) throw std::runtime_error("the job ended before it wrote: " + out + err);
            keep(*chunk);
        }
    }

    Result<CopySummary> copy_output(const CopyLimits& limits = {}) {
        fs::create_directory(result());
        return engine.copy_out(id, "/output", result(), limits);
    }
    fs::path result() const { return directory.path() / "result"; }

    void keep(const OutputChunk& chunk) {
        (chunk.stream == StandardStream::output ? out : err) += as_text(chunk.bytes);
    }

    ContainerEngine& engine;
    tests::TemporaryDirectory directory;
    OutputLimits output_limits{.content_bytes = 8 << 20, .entries = 100};
    JobContainer job;
    std::uint64_t memory_bytes = 0;  ///< instead of the profile's gigabytes
    ContainerId id;
    std::unique_ptr<ContainerOutput> attached;
    ContainerState state;
    std::string out, err;
};

}  // namespace carrot::sandbox
