#include "faults/child.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <string_view>

extern char** environ;

namespace carrot::tests {
namespace {

struct Pipe {
    int read_end = -1;
    int write_end = -1;
    Pipe() {
        int ends[2];
        if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("pipe2 failed");
        read_end = ends[0];
        write_end = ends[1];
    }
};

}  // namespace

Child::Child(std::vector<std::string> command, const std::string& log) {
    Pipe in, out;
    const int errors = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    std::vector<char*> argv;
    for (auto& argument : command)
        argv.push_back(argument.data());
    argv.push_back(nullptr);

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in.read_end, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out.write_end, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    // A signal that comes before the process is ready for it waits.
    sigset_t blocked;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGTERM);
    sigaddset(&blocked, SIGINT);
    posix_spawnattr_setsigmask(&attributes, &blocked);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    const int error = ::posix_spawn(&id_, argv[0], &actions, &attributes, argv.data(), environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);

    ::close(in.read_end);
    ::close(out.write_end);
    ::close(errors);
    input_ = in.write_end;
    output_ = out.read_end;
    if (error != 0) throw std::runtime_error("could not start " + command.front());
}

Child::~Child() {
    kill();
    ::close(input_);
    ::close(output_);
}

std::optional<std::string> Child::line(std::chrono::milliseconds limit) {
    for (;;) {
        if (const auto end = read_.find('\n'); end != std::string::npos) {
            auto line = read_.substr(0, end);
            read_.erase(0, end + 1);
            return line;
        }
        pollfd source{output_, POLLIN, 0};
        if (::poll(&source, 1, static_cast<int>(limit.count())) <= 0) return std::nullopt;
        char block[4096];
        const auto size = ::read(output_, block, sizeof block);
        if (size <= 0) return std::nullopt;
        read_.append(block, static_cast<std::size_t>(size));
    }
}

void Child::write(std::string_view text) {
    // Whoever has been killed meanwhile reads no more.
    const auto written = ::write(input_, text.data(), text.size());
    if (written < 0 && errno != EPIPE) throw std::runtime_error("could not write to a child");
}

void Child::signal(int number) const {
    if (!ended_) ::kill(id_, number);
}

int Child::wait() {
    if (ended_) return status_;
    int status = 0;
    while (::waitpid(id_, &status, 0) < 0 && errno == EINTR) {
    }
    ended_ = true;
    status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
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
