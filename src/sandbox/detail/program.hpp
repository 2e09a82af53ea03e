// Starting a program: no shell, no blocked signals, and none of the terminal's.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/posix.hpp"
#include "base/result.hpp"

namespace carrot::sandbox::detail {

/// What sets a program apart from this one, so that Ctrl-C reaches Carrot alone.
enum class Separation : std::uint8_t {
    group,    ///< a process group of its own, which a signal ends with all that it started
    session,  ///< a session of its own, for what may outlive this process
};

struct ProgramStart {
    std::vector<std::string> command;  ///< the first word is looked up in PATH, or is a path
    Separation separation = Separation::group;
    int input = -1, output = -1, errors = -1;  ///< descriptors; -1: /dev/null
    std::vector<std::string> environment{};    ///< NAME=value, beside this process's own
    std::string remedy;                        ///< when there is no such program
};

/// The process's id. not_found when there is no such program.
Result<int> start_program(ProgramStart start);

}  // namespace carrot::sandbox::detail
