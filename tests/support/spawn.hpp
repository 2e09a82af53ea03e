// Processes that tests start: what their different kinds of children are made of.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/posix.hpp"

namespace carrot::tests {

using Environment = std::map<std::string, std::string>;

/// No child inherits it but as one of its streams. Throws std::runtime_error when there is none to
/// be had.
struct Pipe {
    Pipe();
    FileDescriptor read_end, write_end;
};

enum class EndSignals : std::uint8_t {
    open,
    held_back,  ///< SIGTERM and SIGINT wait until the process is ready for them
};

struct SpawnOptions {
    int input = -1;             ///< -1: /dev/null
    int output = -1;            ///< -1: this process's own
    int errors = -1;            ///< -1: this process's own
    Environment environment{};  ///< beside this process's own
    EndSignals end_signals = EndSignals::open;
};

/// The first word is looked up in PATH, or is a path. Throws std::runtime_error when the program
/// can't be started.
pid_t spawn(std::vector<std::string> command, const SpawnOptions& options);

/// Waits for the end: the exit status, or 128 + signal.
int wait_for(pid_t process);

/// waitpid(2)'s status in the same numbers.
int exit_status(int status);

}  // namespace carrot::tests
