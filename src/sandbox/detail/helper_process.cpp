#include "sandbox/detail/helper_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>

#include "base/clock.hpp"
#include "base/posix.hpp"
#include "sandbox/detail/program.hpp"

namespace carrot::sandbox::detail {
namespace {

using namespace std::chrono_literals;

/// Between the end of a program's output and its own.
constexpr auto linger_limit = 1000ms;

/// A running program, in a process group of its own. Killed and reaped at the end.
class Process {
public:
    explicit Process(int pid) : pid_(pid) {}
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;
    ~Process() {
        if (pid_ > 0) end_within(0ms);
    }

    /// Waits for its own end, then kills what still runs of it; its status.
    int end_within(std::chrono::milliseconds limit) {
        const FileDescriptor ended(static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0)));
        pollfd end{ended.get(), POLLIN, 0};
        ::poll(&end, 1, static_cast<int>(limit.count()));
        ::kill(-pid_, SIGKILL);
        int status = 0;
        while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
        }
        pid_ = 0;
        return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }

private:
    int pid_;
};

/// In memory, so that a program that doesn't read it can't end us by SIGPIPE.
Result<FileDescriptor> file_with(const std::string& text) {
    FileDescriptor file(::memfd_create("input", MFD_CLOEXEC));
    if (!file.valid() || !write_all(file.get(), as_bytes(text)) ||
        ::lseek(file.get(), 0, SEEK_SET) != 0)
        return system_failure("prepare the input of", "a helper program");
    return file;
}

/// Until the program closes its output.
Result<std::string> read_all(const HelperCall& call, int output, int woken,
                             const std::stop_token& stop) {
    std::string text;
    std::array<char, 4096> block{};
    const auto deadline = system_clock().since_boot() + call.time_limit;
    for (;;) {
        if (stop.stop_requested()) return fail(ErrorCode::cancelled, "stopped");
        const auto left = deadline - system_clock().since_boot();
        if (left.count() <= 0)
            return fail(ErrorCode::timed_out, "could not ask {}: no answer within {} ms",
                        call.program, call.time_limit.count());
        std::array<pollfd, 2> ends = {pollfd{output, POLLIN, 0}, pollfd{woken, POLLIN, 0}};
        if (::poll(ends.data(), ends.size(), static_cast<int>(left.count())) <= 0) continue;
        if (ends[0].revents == 0) continue;
        const auto count = ::read(output, block.data(), block.size());
        if (count < 0) return system_failure("read the answer of", call.program);
        if (count == 0) return text;
        text.append(block.data(), static_cast<std::size_t>(count));
        if (text.size() > call.answer_limit_bytes)
            return fail(ErrorCode::resource_exhausted,
                        "could not ask {}: its answer is longer than {} bytes", call.program,
                        call.answer_limit_bytes);
    }
}

}  // namespace

Result<HelperAnswer> run_helper(const HelperCall& call, std::stop_token stop) {
    const auto input = TRY(file_with(call.input));
    std::array<int, 2> pipe{};
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0)
        return system_failure("make a pipe for", call.program);
    const FileDescriptor output(pipe[0]);
    FileDescriptor inner_output(pipe[1]);
    const FileDescriptor woken(::eventfd(0, EFD_CLOEXEC));
    if (!woken.valid()) return system_failure("wait for", call.program);
    const std::stop_callback wake(stop, [&] { ::eventfd_write(woken.get(), 1); });

    Process process(
        TRY(start_program({.command = {call.program, call.argument},
                           .input = input.get(),
                           .output = inner_output.get(),
                           .remedy = "install it, or remove it from the registry logins' file"})));
    inner_output.close();
    auto text = TRY(read_all(call, output.get(), woken.get(), stop));
    return HelperAnswer{.exit_status = process.end_within(linger_limit), .output = std::move(text)};
}

}  // namespace carrot::sandbox::detail
