// A real worker with a real engine, and a chain in memory, at which hostile jobs are posted. They
// run side by side, one a lane; a test waits for its own.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <thread>

#include "canary.hpp"
#include "engine_disk.hpp"
#include "host_state.hpp"
#include "program.hpp"
#include "worker/workplace.hpp"

namespace carrot::hostile {

class ProvingGround {
public:
    /// Throws std::runtime_error when a job isn't sealed: then no hostile program may run.
    ProvingGround();
    ~ProvingGround();
    ProvingGround(const ProvingGround&) = delete;
    ProvingGround& operator=(const ProvingGround&) = delete;

    worker::JobId post(const Program& program);

    /// Blocks until nothing of the job is left to be done. Throws after two minutes.
    worker::JobRecord wait_for(worker::JobId job);

    std::string log_of(worker::JobId job);

    /// What stands in the result under these names, of a job that has completed.
    std::string stored(const worker::JobRecord& job, std::vector<std::string> names);

    /// One line for each trace that a job which has ended left.
    std::vector<std::string> traces_of(const worker::JobRecord& job);

    /// One line for each place on the host's disk in which this job, or any since the last call,
    /// took or left more than jobs may.
    std::vector<std::string> disk_faults_of(const worker::JobRecord& job);

    worker::Workplace workplace;

private:
    void check_seal();

    std::unique_ptr<HostState> host_;
    std::unique_ptr<worker::Worker> worker_;
    std::stop_source drain_;
    std::jthread thread_;
    std::unique_ptr<Canary> canary_;
    std::unique_ptr<EngineDisk> engine_disk_;
};

}  // namespace carrot::hostile
