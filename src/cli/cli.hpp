// cli: the `carrot` program. main.cpp only calls run(); each subcommand is one file in commands/.
//
// A command is a struct with its arguments as members, declare(Command&) to name them, and
// run(Session&) to do the work. Session gives it the network, the keys, the contracts and Output;
// Output decides how people (aligned text) or programs (--json) see the result.
#pragma once

#include <cstdio>
#include <span>
#include <stop_token>
#include <string>

namespace carrot::cli {

struct Streams {
    std::FILE* out = stdout;  ///< results
    std::FILE* err = stderr;  ///< progress, errors
};

/// Runs one command line (without the program's name) and returns the exit code: 0, or the number
/// of the ErrorCode. A requested stop ends what waits.
int run(std::span<const std::string> arguments, Streams streams, std::stop_token stop);

}  // namespace carrot::cli
