// A private dockerd that can be killed, and a record of what it ran.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "sandbox/container_engine.hpp"

namespace carrot::tests {

/// What an engine does with running containers when it comes back.
enum class Restore { kills, keeps };

class EngineUnderTest {
public:
    /// Starts it, with the image of support/test_engine.hpp. `folder` is at most 60 bytes long.
    EngineUnderTest(std::filesystem::path folder, Restore restore);
    ~EngineUnderTest();
    EngineUnderTest(const EngineUnderTest&) = delete;
    EngineUnderTest& operator=(const EngineUnderTest&) = delete;

    /// SIGKILL to dockerd, and so to its containerd; containers go on.
    void kill();

    /// What a reboot adds: containers are gone, and everything that lay in memory.
    void lose_memory();

    void start();

    std::filesystem::path socket() const { return folder_ / "e" / "docker.sock"; }
    sandbox::ContainerEngine& client() { return *client_; }

    /// The most containers that were ever running at one time since this was asked last, and
    /// how many were started. From the calls of the OCI runtime itself, which is told of each start
    /// and of each end.
    struct Runs {
        int started = 0;
        int most_at_once = 0;
    };
    Runs take_runs();

private:
    void write_programs(Restore restore) const;
    std::filesystem::path runs_file() const { return folder_ / "runs"; }

    const std::filesystem::path folder_;
    pid_t daemon_ = 0;
    std::unique_ptr<sandbox::ContainerEngine> client_;
};

}  // namespace carrot::tests
