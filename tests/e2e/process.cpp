#include "e2e/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <stdexcept>

extern char** environ;

namespace carrot::tests {
namespace {

struct Pipe {
    int read_end = -1;
    int write_end = -1;
    Pipe() {
        int ends[2];
        if (pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("pipe2 failed");
        read_end = ends[0];
        write_end = ends[1];
    }
};

std::vector<std::string> merged(const Environment& added) {
    std::vector<std::string> variables;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        std::string variable = *entry;
        if (!added.contains(variable.substr(0, variable.find('=')))) variables.push_back(variable);
    }
    for (const auto& [name, value] : added)
        variables.push_back(name + "=" + value);
    return variables;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> result;
    for (auto& text : texts)
        result.push_back(text.data());
    result.push_back(nullptr);
    return result;
}

pid_t spawn(std::vector<std::string> command, const Environment& environment, int out, int err) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, err, STDERR_FILENO);
    auto variables = merged(environment);
    pid_t process = -1;
    int error = posix_spawn(&process, command.front().c_str(), &actions, nullptr,
                            pointers(command).data(), pointers(variables).data());
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0) throw std::runtime_error("can't run " + command.front());
    return process;
}

int wait_for(pid_t process) {
    int status = 0;
    while (waitpid(process, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/// Reads both until both are at their end.
void read_both(int out, int err, Outcome& outcome) {
    pollfd sources[] = {{out, POLLIN, 0}, {err, POLLIN, 0}};
    std::string* sinks[] = {&outcome.out, &outcome.err};
    while (sources[0].fd >= 0 || sources[1].fd >= 0) {
        poll(sources, 2, -1);
        for (int i = 0; i < 2; ++i) {
            if (sources[i].fd < 0 || sources[i].revents == 0) continue;
            char block[4096];
            auto size = read(sources[i].fd, block, sizeof block);
            if (size <= 0) sources[i].fd = -1;
            if (size > 0) sinks[i]->append(block, static_cast<std::size_t>(size));
        }
    }
    close(out);
    close(err);
}

}  // namespace

Outcome run_program(const std::vector<std::string>& command, const Environment& environment) {
    Pipe out, err;
    auto process = spawn(command, environment, out.write_end, err.write_end);
    close(out.write_end);
    close(err.write_end);
    Outcome outcome;
    read_both(out.read_end, err.read_end, outcome);
    outcome.exit_code = wait_for(process);
    return outcome;
}

Program::Program(const std::vector<std::string>& command, const Environment& environment,
                 const std::string& stderr_file) {
    Pipe out;
    int err = open(stderr_file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    process_ = spawn(command, environment, out.write_end, err);
    close(out.write_end);
    close(err);
    output_ = out.read_end;
}

Program::~Program() {
    if (process_ > 0) end(SIGINT);
    close(output_);
}

std::string Program::first_line() {
    std::string line;
    for (char c = 0; read(output_, &c, 1) == 1 && c != '\n';)
        line.push_back(c);
    return line;
}

int Program::end(int signal) {
    kill(process_, signal);
    int exit_code = wait_for(process_);
    process_ = -1;
    return exit_code;
}

}  // namespace carrot::tests
