// Waiting for file descriptors within a deadline, with a stop_token that ends the wait at once.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>

#include "base/posix.hpp"
#include "base/result.hpp"

namespace carrot::http::detail {

/// One blocking call's patience. Not shared between threads.
class Waiter {
public:
    using Time = std::chrono::steady_clock::time_point;

    explicit Waiter(std::stop_token stop);

    /// No deadline when empty.
    void set_deadline(std::optional<Time> deadline) { deadline_ = deadline; }
    std::optional<Time> deadline() const { return deadline_; }

    /// Bounds every single wait; zero for no bound.
    void set_idle_timeout(std::chrono::milliseconds timeout) { idle_timeout_ = timeout; }

    /// Waits for the poll(2) events and gives those that came. Fails with timed_out or cancelled.
    Result<short> wait(int fd, short events);

    /// Waits for the time to pass; fails as wait() does.
    Result<void> sleep(std::chrono::milliseconds duration);

private:
    std::stop_token stop_;
    FileDescriptor stopped_;
    std::optional<std::stop_callback<std::function<void()>>> on_stop_;
    std::optional<Time> deadline_;
    std::chrono::milliseconds idle_timeout_{0};
};

/// An eventfd, for one thread to wake another's Waiter.
FileDescriptor make_event_fd();
void signal_event_fd(int fd);

}  // namespace carrot::http::detail
