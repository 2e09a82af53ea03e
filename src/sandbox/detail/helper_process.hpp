// A small program that answers one question: text in, text out.
#pragma once

#include <chrono>
#include <cstddef>
#include <stop_token>
#include <string>

#include "base/result.hpp"

namespace carrot::sandbox::detail {

struct HelperCall {
    std::string program;  ///< found in PATH
    std::string argument;
    std::string input;  ///< on its stdin
    std::size_t answer_limit_bytes = 0;
    std::chrono::milliseconds time_limit{0};
};

struct HelperAnswer {
    int exit_status = 0;  ///< 128 + the signal's number when one ended it
    std::string output;   ///< of its stdout; stderr is dropped
};

/// No shell. Errors: not_found (no such program), timed_out, cancelled, resource_exhausted (too
/// long an answer); then the program and what it started are killed.
Result<HelperAnswer> run_helper(const HelperCall& call, std::stop_token stop);

}  // namespace carrot::sandbox::detail
