#include "faults/child.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "support/spawn.hpp"

namespace carrot::tests {
Child::Child(std::vector<std::string> command, const std::string& log) {
    Pipe in, out;
    const FileDescriptor errors(
        ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
    id_ = spawn(std::move(command), {.input = in.read_end.get(),
                                     .output = out.write_end.get(),
                                     .errors = errors.get(),
                                     .end_signals = EndSignals::held_back});
    input_ = std::move(in.write_end);
    output_ = std::move(out.read_end);
}

Child::~Child() { kill(); }

std::optional<std::string> Child::line(std::chrono::milliseconds limit) {
    for (;;) {
        if (const auto end = read_.find('\n'); end != std::string::npos) {
            auto line = read_.substr(0, end);
            read_.erase(0, end + 1);
            return line;
        }
        pollfd source{output_.get(), POLLIN, 0};
        if (::poll(&source, 1, static_cast<int>(limit.count())) <= 0) return std::nullopt;
        char block[4096];
        const auto size = ::read(output_.get(), block, sizeof block);
        if (size <= 0) return std::nullopt;
        read_.append(block, static_cast<std::size_t>(size));
    }
}

void Child::write(std::string_view text) {
    // Whoever has been killed meanwhile reads no more.
    const auto written = ::write(input_.get(), text.data(), text.size());
    if (written < 0 && errno != EPIPE) throw std::runtime_error("could not write to a child");
}

void Child::signal(int number) const {
    if (!ended_) ::kill(id_, number);
}

int Child::wait() {
    if (ended_) return status_;
    status_ = wait_for(id_);
    ended_ = true;
    return status_;
}

bool Child::has_ended() {
    if (ended_) return true;
    siginfo_t info{};
    ::waitid(P_PID, static_cast<id_t>(id_), &info, WEXITED | WNOHANG | WNOWAIT);
    if (info.si_pid == 0) return false;
    wait();
    return true;
}

void Child::kill() {
    signal(SIGKILL);
    wait();
}

}  // namespace carrot::tests
