// Ctrl-C and `kill` as a stop token.
#pragma once

#include <stop_token>
#include <thread>

namespace carrot::cli {

/// From its making on, SIGINT, SIGTERM and SIGHUP request a stop; the second one ends the process
/// at once with 130, unless there is a SecondSignal. Make it before any other thread. SIGPIPE is
/// ignored, so that a closed pipe is an error of writing and not the end.
class StopOnSignal {
public:
    StopOnSignal();
    ~StopOnSignal();
    StopOnSignal(const StopOnSignal&) = delete;
    StopOnSignal& operator=(const StopOnSignal&) = delete;

    std::stop_token token() const { return source_.get_token(); }

private:
    std::stop_source source_;
    std::jthread waiter_;
};

/// While it lives, the second signal requests this stop instead, and the third ends the process.
/// One at a time.
class SecondSignal {
public:
    SecondSignal();
    ~SecondSignal();
    SecondSignal(const SecondSignal&) = delete;
    SecondSignal& operator=(const SecondSignal&) = delete;

    std::stop_token token() const { return source_.get_token(); }

private:
    std::stop_source source_;
};

}  // namespace carrot::cli
