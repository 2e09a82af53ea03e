// Programs as a shell would run them: arguments in, exit code and output out.
#pragma once

#include <string>
#include <vector>

#include "support/spawn.hpp"

namespace carrot::tests {

struct Outcome {
    int exit_code = 0;  ///< 128 + signal for a killed one
    std::string out;
    std::string err;
};

/// Runs a program to its end. `environment` is added to this process's own.
Outcome run_program(const std::vector<std::string>& command, const Environment& environment);

/// A program in the background. Its stderr goes to a file, its stdout comes through first_line().
class Program {
public:
    Program(const std::vector<std::string>& command, const Environment& environment,
            const std::string& stderr_file);
    ~Program();  ///< interrupts it and waits
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    /// Blocks until the program has written one; empty when it ended before.
    std::string first_line();

    /// The rest of what it writes, until it closes its output.
    std::string rest();

    pid_t pid() const { return process_; }

    /// Waits for its end: the exit code as in Outcome.
    int wait();

    /// Sends the signal and waits for the end.
    int end(int signal);

private:
    pid_t process_ = -1;
    FileDescriptor output_;
};

}  // namespace carrot::tests
