#include "http/detail/waiter.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>

namespace carrot::http::detail {

FileDescriptor make_event_fd() { return FileDescriptor(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)); }

void signal_event_fd(int fd) {
    const std::uint64_t one = 1;
    // Fails only when the counter is full, and then the event is signalled anyway.
    [[maybe_unused]] const auto written = ::write(fd, &one, sizeof one);
}

Waiter::Waiter(std::stop_token stop) : stop_(std::move(stop)) {
    if (!stop_.stop_possible()) return;
    stopped_ = make_event_fd();
    on_stop_.emplace(stop_, [fd = stopped_.get()] { signal_event_fd(fd); });
}

Result<short> Waiter::wait(int fd, short events) {
    using std::chrono::milliseconds;
    auto until = deadline_;
    if (idle_timeout_ > milliseconds::zero()) {
        const auto idle = std::chrono::steady_clock::now() + idle_timeout_;
        until = until ? std::min(*until, idle) : idle;
    }
    while (true) {
        if (stop_.stop_requested()) return fail(ErrorCode::cancelled, "cancelled");
        int timeout_ms = -1;
        if (until) {
            const auto left =
                std::chrono::ceil<milliseconds>(*until - std::chrono::steady_clock::now());
            if (left <= milliseconds::zero()) return fail(ErrorCode::timed_out, "timed out");
            timeout_ms = static_cast<int>(std::min(left, milliseconds(3'600'000)).count());
        }
        pollfd polled[2] = {{fd, events, 0}, {stopped_.get(), POLLIN, 0}};
        const int count = ::poll(polled, 2, timeout_ms);
        if (count < 0 && errno != EINTR) return fail(ErrorCode::internal, "poll failed");
        if (count > 0 && polled[0].revents != 0 && polled[1].revents == 0) return polled[0].revents;
    }
}

Result<void> Waiter::sleep(std::chrono::milliseconds duration) {
    const auto outer = deadline_;
    const auto wake = std::chrono::steady_clock::now() + duration;
    deadline_ = outer ? std::min(*outer, wake) : wake;
    auto waited = wait(-1, 0);
    deadline_ = outer;
    const bool slept = std::chrono::steady_clock::now() >= wake;
    if (!waited && !(slept && waited.error().code == ErrorCode::timed_out))
        return std::unexpected(std::move(waited.error()));
    return {};
}

}  // namespace carrot::http::detail
