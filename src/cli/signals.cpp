#include "cli/signals.hpp"

#include <unistd.h>
#include <csignal>
#include <ctime>
#include <mutex>
#include <optional>

namespace carrot::cli {
namespace {

constexpr int interrupted_exit_code = 130;

sigset_t stop_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    for (int signal : {SIGINT, SIGTERM, SIGHUP})
        sigaddset(&signals, signal);
    return signals;
}

struct Second {
    std::mutex mutex;
    std::optional<std::stop_source> source;
};

Second& second() {
    static Second instance;
    return instance;
}

/// False when nobody waits for it, or it was requested before.
bool request_second_stop() {
    const std::lock_guard guard(second().mutex);
    return second().source && second().source->request_stop();
}

}  // namespace

SecondSignal::SecondSignal() {
    const std::lock_guard guard(second().mutex);
    second().source = source_;
}

SecondSignal::~SecondSignal() {
    const std::lock_guard guard(second().mutex);
    second().source.reset();
}

StopOnSignal::StopOnSignal() {
    std::signal(SIGPIPE, SIG_IGN);
    sigset_t signals = stop_signals();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // inherited by every later thread
    waiter_ = std::jthread([this, signals](std::stop_token ended) {
        constexpr timespec poll_interval{.tv_sec = 0, .tv_nsec = 100'000'000};
        while (!ended.stop_requested()) {
            if (sigtimedwait(&signals, nullptr, &poll_interval) < 0) continue;
            if (source_.request_stop() || request_second_stop()) continue;
            _exit(interrupted_exit_code);
        }
    });
}

StopOnSignal::~StopOnSignal() = default;

}  // namespace carrot::cli
