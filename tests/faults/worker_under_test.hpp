// A worker's process, led from deed to deed (deeds.hpp), and its journal.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "faults/child.hpp"
#include "worker/journal.hpp"

namespace carrot::tests {

using worker::JobId;
using worker::Step;

enum class Moment { before, after };

struct Place {
    Step step;
    Moment moment;
};
std::string name_of(const Place& place);

/// Throws when something that a test waits for takes a minute.
class Patience {
public:
    Patience();
    void check(std::string_view waiting_for) const;

private:
    const std::chrono::milliseconds since_;
};

class WorkerUnderTest {
public:
    /// `folder` holds market.toml and provider; the worker makes worker/ and store/ in it.
    explicit WorkerUnderTest(std::filesystem::path folder) : folder_(std::move(folder)) {}

    void start(const std::string& rpc_url, const std::filesystem::path& engine_socket,
               const std::string& pins_url);
    void kill();

    /// Returns when it has taken the signal: two at a time would be one.
    void signal(int number);

    /// Lets it go on until it is there, and waits. Throws when the job ends before.
    void run_until(const Place& place, JobId job);

    /// Lets it go on until something fails for it, or the job is done.
    void let_fail(JobId job);

    /// Lets it go on until its journal says that the job is done.
    void finish(JobId job);

    /// Lets it go on until it ends: its exit status.
    int wait_for_end();

    bool is_done(JobId job);
    worker::JobRecord record(JobId job);
    std::vector<worker::StepRecord> steps(JobId job);

    /// Its log of all lives.
    std::string log() const;

private:
    struct Report {
        std::string place;  ///< "before claim", "failed"; empty when none came
        bool failed = false;
    };
    Report next_report();
    void answer(const Report& report);
    void go_on();
    std::size_t warnings() const;
    worker::Journal journal();

    const std::filesystem::path folder_;
    std::unique_ptr<Child> process_;
    std::optional<Report> pending_;  ///< the worker waits for its answer
};

}  // namespace carrot::tests
