#include "cli/standard_input.hpp"

#include <poll.h>
#include <unistd.h>

#include <cerrno>

#include "base/posix.hpp"

namespace carrot::cli {
namespace {

// A stop is a token here and interrupts no read(2), so the wait for bytes looks after it.
Result<void> wait_for_input(const std::stop_token& stop) {
    constexpr int look_after_stop_ms = 100;
    for (;;) {
        if (stop.stop_requested())
            return fail(ErrorCode::cancelled, "reading standard input was stopped");
        pollfd input{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
        const auto ready = ::poll(&input, 1, look_after_stop_ms);
        if (ready > 0) return {};
        if (ready < 0 && errno != EINTR) return system_failure("read", "standard input");
    }
}

}  // namespace

ipfs::ByteSource standard_input(Session& session) {
    if (::isatty(STDIN_FILENO) == 1)
        session.output().note("reading from this terminal: Ctrl-D ends it");
    return [stop = session.stop(), bytes = ipfs::bytes_of_file(STDIN_FILENO, "standard input")](
               std::span<std::uint8_t> out) -> Result<std::size_t> {
        TRY(wait_for_input(stop));
        return bytes(out);
    };
}

}  // namespace carrot::cli
