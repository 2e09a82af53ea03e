#include "e2e/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <csignal>
#include <utility>

namespace carrot::tests {
namespace {

/// Reads both until both are at their end.
void read_both(const Pipe& out, const Pipe& err, Outcome& outcome) {
    pollfd sources[] = {{out.read_end.get(), POLLIN, 0}, {err.read_end.get(), POLLIN, 0}};
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
}

}  // namespace

Outcome run_program(const std::vector<std::string>& command, const Environment& environment) {
    Pipe out, err;
    const auto process = spawn(
        command,
        {.output = out.write_end.get(), .errors = err.write_end.get(), .environment = environment});
    out.write_end.close();
    err.write_end.close();
    Outcome outcome;
    read_both(out, err, outcome);
    outcome.exit_code = wait_for(process);
    return outcome;
}

Program::Program(const std::vector<std::string>& command, const Environment& environment,
                 const std::string& stderr_file) {
    Pipe out;
    const FileDescriptor err(
        open(stderr_file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
    process_ = spawn(
        command, {.output = out.write_end.get(), .errors = err.get(), .environment = environment});
    output_ = std::move(out.read_end);
}

Program::~Program() {
    if (process_ > 0) end(SIGINT);
}

std::string Program::first_line() {
    std::string line;
    for (char c = 0; read(output_.get(), &c, 1) == 1 && c != '\n';)
        line.push_back(c);
    return line;
}

std::string Program::rest() {
    std::string text;
    for (char c = 0; read(output_.get(), &c, 1) == 1;)
        text.push_back(c);
    return text;
}

int Program::end(int signal) {
    kill(process_, signal);
    return wait();
}

int Program::wait() {
    int exit_code = wait_for(process_);
    process_ = -1;
    return exit_code;
}

}  // namespace carrot::tests
