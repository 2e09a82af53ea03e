#include "sandbox/private_engine.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "base/file.hpp"
#include "base/log.hpp"
#include "base/posix.hpp"
#include "sandbox/detail/program.hpp"
#include "sandbox/docker_engine.hpp"
#include "sandbox/output_folder.hpp"

namespace carrot::sandbox {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr std::size_t directory_limit_bytes = 60;
constexpr auto poll_interval = 20ms;
constexpr std::size_t log_tail_bytes = 1500;

struct Folder {
    fs::path root;
    fs::path data() const { return root / "data"; }
    fs::path exec() const { return root / "exec"; }
    fs::path socket() const { return root / "docker.sock"; }
    fs::path pid_file() const { return root / "docker.pid"; }
    fs::path containerd_pid_file() const { return exec() / "containerd" / "containerd.pid"; }
    fs::path temporary() const { return root / "tmp"; }
    fs::path log() const { return root / "dockerd.log"; }
};

/// A process is known by its number and by a word of its command line, since numbers come again.
bool runs(int pid, std::string_view argument) {
    const auto command_line = read_file(fmt::format("/proc/{}/cmdline", pid), 64 * 1024);
    return command_line && as_text(*command_line).contains(argument);
}

std::optional<int> running_process(const fs::path& pid_file, std::string_view argument) {
    const auto content = read_file(pid_file, 64);
    if (!content) return std::nullopt;
    int pid = 0;
    const auto text = as_text(*content);
    std::from_chars(text.data(), text.data() + text.size(), pid);
    if (pid <= 1 || !runs(pid, argument)) return std::nullopt;
    return pid;
}

std::string log_tail(const fs::path& log) {
    const auto content = read_file(log, std::size_t{64} << 20);
    if (!content) return "its log can't be read";
    auto text = as_text(*content);
    text.remove_prefix(text.size() - std::min(text.size(), log_tail_bytes));
    return std::string(text);
}

/// A word that stands in the command lines of this folder's daemons and of no others.
std::string data_argument(const Folder& folder) { return folder.data().string(); }

Result<void> check(const PrivateEngineOptions& options) {
    const auto path = options.directory.string();
    if (!options.directory.is_absolute() || path.size() > directory_limit_bytes)
        return fail(ErrorCode::invalid_argument,
                    "could not start a private container engine in {}: the folder's path must be "
                    "absolute and at most {} bytes long, as unix sockets' names are short",
                    path, directory_limit_bytes);
    if (::geteuid() != 0)
        return fail(ErrorCode::permission_denied,
                    "could not start a private container engine: only root may: run as root, or "
                    "start Docker and join its group");
    return {};
}

Result<int> spawn_daemon(const PrivateEngineOptions& options, const Folder& folder) {
    FileDescriptor log(
        ::open(folder.log().c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    if (!log.valid()) return system_failure("create", folder.log());

    std::vector<std::string> arguments = {
        options.program, "--data-root", folder.data().string(), "--exec-root",
        folder.exec().string(), "--host", "unix://" + folder.socket().string(), "--pidfile",
        folder.pid_file().string(),
        // A machine may run a containerd for others, or two private daemons.
        "--containerd-namespace", "carrot", "--containerd-plugins-namespace", "carrot-plugins",
        "--bridge=none", "--iptables=false", "--ip-forward=false"};
    arguments.insert(arguments.end(), options.arguments.begin(), options.arguments.end());
    // Its own session, so that it outlives a Carrot that is killed.
    return detail::start_program({.command = std::move(arguments),
                                  .separation = detail::Separation::session,
                                  .output = log.get(),
                                  .errors = log.get(),
                                  // containerd leaves its stacks there.
                                  .environment = {"TMPDIR=" + folder.temporary().string()},
                                  .remedy = "install docker.io"});
}

/// Kills what a predecessor that died without a stop has left, and clears its traces.
Result<void> clear_leftovers(const Folder& folder) {
    if (const auto containerd =
            running_process(folder.containerd_pid_file(), folder.exec().string())) {
        ::kill(*containerd, SIGKILL);
        while (runs(*containerd, folder.exec().string()))
            system_clock().sleep_for(poll_interval, {});
    }
    for (const auto& stale : {folder.pid_file(), folder.socket(), folder.containerd_pid_file()})
        if (::unlink(stale.c_str()) != 0 && errno != ENOENT && errno != ENOTDIR)
            return system_failure("remove", stale);
    return {};
}

}  // namespace

struct PrivateEngine::Impl {
    PrivateEngineOptions options;
    Folder folder;
    fs::path socket;
    int pid = 0;
    bool is_child = false;  ///< else it was taken over, and init reaps it

    bool has_ended() const {
        if (is_child) return ::waitpid(pid, nullptr, WNOHANG) != 0;
        return !runs(pid, data_argument(folder));
    }

    /// False when the time is over.
    bool wait_for_end(std::chrono::milliseconds limit) const {
        const auto deadline = system_clock().since_boot() + limit;
        while (!has_ended()) {
            if (system_clock().since_boot() >= deadline) return false;
            system_clock().sleep_for(poll_interval, {});
        }
        return true;
    }

    Result<void> wait_until_it_answers(std::stop_token stop) {
        const auto client = make_docker_engine(socket);
        const auto deadline = system_clock().since_boot() + options.start_limit;
        for (;;) {
            if (client->fetch_facts(stop)) return {};
            if (has_ended()) {
                pid = 0;
                return fail(ErrorCode::failed_precondition,
                            "could not start a private container engine: dockerd ended; the end of "
                            "its log: {}",
                            log_tail(folder.log()));
            }
            if (system_clock().since_boot() >= deadline)
                return fail(ErrorCode::timed_out,
                            "could not start a private container engine: dockerd does not answer "
                            "after {} s; the end of its log: {}",
                            options.start_limit.count(), log_tail(folder.log()));
            if (!system_clock().sleep_for(poll_interval, stop))
                return fail(ErrorCode::cancelled, "starting the container engine was stopped");
        }
    }

    Result<void> stop() {
        if (pid == 0) return {};
        ::kill(pid, SIGTERM);
        const bool ended = wait_for_end(options.stop_limit);
        if (!ended) {
            ::kill(pid, SIGKILL);
            wait_for_end(options.stop_limit);
        }
        pid = 0;
        TRY(clear_leftovers(folder));
        TRY(unmount_below(folder.root));
        if (ended) return {};
        return fail(ErrorCode::timed_out,
                    "could not stop the private container engine in {} s: it was killed",
                    options.stop_limit.count());
    }
};

Result<PrivateEngine> PrivateEngine::start(const PrivateEngineOptions& options,
                                           std::stop_token stop) {
    TRY(check(options));
    const Folder folder{options.directory.lexically_normal()};
    TRY(make_directories(folder.temporary()));
    auto impl = std::make_unique<Impl>(Impl{options, folder, folder.socket()});
    if (const auto running = running_process(folder.pid_file(), data_argument(folder))) {
        impl->pid = *running;
    } else {
        TRY(clear_leftovers(folder));
        impl->pid = TRY(spawn_daemon(options, folder));
        impl->is_child = true;
    }
    PrivateEngine engine(std::move(impl));
    TRY(engine.impl_->wait_until_it_answers(stop));
    return engine;
}

PrivateEngine::PrivateEngine(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
PrivateEngine::PrivateEngine(PrivateEngine&&) noexcept = default;

PrivateEngine& PrivateEngine::operator=(PrivateEngine&& other) noexcept {
    std::swap(impl_, other.impl_);
    return *this;
}

PrivateEngine::~PrivateEngine() {
    if (!impl_) return;
    if (const auto stopped = impl_->stop(); !stopped)
        log::warning("sandbox", "{}", stopped.error().message);
}

const fs::path& PrivateEngine::socket() const { return impl_->socket; }
int PrivateEngine::process_id() const { return impl_->pid; }
Result<void> PrivateEngine::stop() { return impl_->stop(); }

}  // namespace carrot::sandbox
