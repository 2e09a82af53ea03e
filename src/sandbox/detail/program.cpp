#include "sandbox/detail/program.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <unistd.h>

#include <cerrno>

extern char** environ;

namespace carrot::sandbox::detail {
namespace {

class Streams {
public:
    explicit Streams(const ProgramStart& start) {
        posix_spawn_file_actions_init(&actions_);
        connect(STDIN_FILENO, start.input, O_RDONLY);
        connect(STDOUT_FILENO, start.output, O_WRONLY);
        connect(STDERR_FILENO, start.errors, O_WRONLY);
    }
    ~Streams() { posix_spawn_file_actions_destroy(&actions_); }
    Streams(const Streams&) = delete;
    Streams& operator=(const Streams&) = delete;

    const posix_spawn_file_actions_t* get() const { return &actions_; }

private:
    void connect(int stream, int descriptor, int flags) {
        if (descriptor >= 0)
            posix_spawn_file_actions_adddup2(&actions_, descriptor, stream);
        else
            posix_spawn_file_actions_addopen(&actions_, stream, "/dev/null", flags, 0);
    }

    posix_spawn_file_actions_t actions_{};
};

class Attributes {
public:
    explicit Attributes(Separation separation) {
        posix_spawnattr_init(&attributes_);
        sigset_t none;
        sigemptyset(&none);
        posix_spawnattr_setsigmask(&attributes_, &none);
        posix_spawnattr_setpgroup(&attributes_, 0);
        const auto apart =
            separation == Separation::session ? POSIX_SPAWN_SETSID : POSIX_SPAWN_SETPGROUP;
        posix_spawnattr_setflags(&attributes_, static_cast<short>(POSIX_SPAWN_SETSIGMASK | apart));
    }
    ~Attributes() { posix_spawnattr_destroy(&attributes_); }
    Attributes(const Attributes&) = delete;
    Attributes& operator=(const Attributes&) = delete;

    const posix_spawnattr_t* get() const { return &attributes_; }

private:
    posix_spawnattr_t attributes_{};
};

/// Of two values of a name programs take the first.
std::vector<char*> environment_with(std::vector<std::string>& more) {
    std::vector<char*> all;
    for (auto& variable : more)
        all.push_back(variable.data());
    for (char** variable = environ; *variable != nullptr; ++variable)
        all.push_back(*variable);
    all.push_back(nullptr);
    return all;
}

}  // namespace

Result<int> start_program(ProgramStart start) {
    const auto& program = start.command.front();
    std::vector<char*> argv;
    for (auto& word : start.command)
        argv.push_back(word.data());
    argv.push_back(nullptr);
    const auto environment = environment_with(start.environment);
    const Streams streams(start);
    const Attributes attributes(start.separation);
    int pid = 0;
    const int error = posix_spawnp(&pid, program.c_str(), streams.get(), attributes.get(),
                                   argv.data(), environment.data());
    if (error == ENOENT)
        return fail(ErrorCode::not_found, "could not start {}: there is no such program: {}",
                    program, start.remedy);
    if (error != 0) return system_failure("start", program, error);
    return pid;
}

}  // namespace carrot::sandbox::detail
