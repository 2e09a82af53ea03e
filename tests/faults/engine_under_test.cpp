#include "faults/engine_under_test.hpp"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include <charconv>
#include <fstream>
#include <set>
#include <sstream>
#include <stdexcept>

#include "base/clock.hpp"
#include "base/file.hpp"
#include "faults/child.hpp"
#include "sandbox/docker_engine.hpp"
#include "sandbox/output_folder.hpp"
#include "support/need.hpp"
#include "support/test_engine.hpp"

namespace carrot::tests {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr auto start_limit = 60s;

/// Living processes in whose command lines the text stands.
std::vector<pid_t> processes_with(const std::string& text) {
    std::vector<pid_t> found;
    for (const auto& entry : fs::directory_iterator("/proc")) {
        const auto name = entry.path().filename().string();
        pid_t id = 0;
        if (std::from_chars(name.data(), name.data() + name.size(), id).ec != std::errc()) continue;
        const auto command_line = read_file(entry.path() / "cmdline", 64 * 1024);
        if (command_line && as_text(*command_line).contains(text)) found.push_back(id);
    }
    return found;
}

std::vector<pid_t> children_of(pid_t process) {
    std::ifstream file(fmt::format("/proc/{0}/task/{0}/children", process));
    std::vector<pid_t> children;
    for (pid_t child = 0; file >> child;)
        children.push_back(child);
    return children;
}

void write_program(const fs::path& file, const std::string& text) {
    need(write_file(file, as_bytes(text)));
    fs::permissions(file, fs::perms::owner_all);
}

}  // namespace

EngineUnderTest::EngineUnderTest(fs::path folder, Restore restore)
    : folder_(std::move(folder)), client_(sandbox::make_docker_engine(socket())) {
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    write_programs(restore);
    start();
    const auto archive = folder_ / "busybox.tar";
    need(write_file(archive, as_bytes(busybox_root_archive())));
    need(client_->import_image(busybox_image, archive, {}));
}

EngineUnderTest::~EngineUnderTest() {
    kill();
    lose_memory();
}

/// The runtime's name is looked up in PATH, and here its calls are written down on the way.
void EngineUnderTest::write_programs(Restore restore) const {
    need(make_directories(folder_ / "bin"));
    const auto* flag = restore == Restore::keeps ? "--live-restore " : "";
    write_program(folder_ / "dockerd",
                  fmt::format("#!/bin/sh\nexport REAL_RUNC=$(command -v runc)\nPATH={}:$PATH\n"
                              "exec dockerd {}\"$@\"\n",
                              (folder_ / "bin").string(), flag));
    write_program(folder_ / "bin" / "runc",
                  fmt::format("#!/bin/sh\necho \"$@\" >> {}\nexec \"$REAL_RUNC\" \"$@\"\n",
                              runs_file().string()));
}

void EngineUnderTest::start() {
    Child starter(
        {CARROT_FAULTS_PROCESS, "engine", (folder_ / "e").string(), (folder_ / "dockerd").string()},
        (folder_ / "engine.log").string());
    const auto line = starter.line(start_limit);
    if (!line) throw std::runtime_error("no container engine: see engine.log");
    daemon_ = std::stoi(*line);
    starter.wait();
}

void EngineUnderTest::kill() {
    if (daemon_ == 0) return;
    ::kill(daemon_, SIGKILL);
    ::waitpid(daemon_, nullptr, 0);
    daemon_ = 0;
}

void EngineUnderTest::lose_memory() {
    const auto running = (folder_ / "e" / "exec").string();
    for (const auto process : processes_with(running)) {
        for (const auto child : children_of(process))
            ::kill(child, SIGKILL);
        ::kill(process, SIGKILL);
    }
    while (!processes_with(running).empty())
        system_clock().sleep_for(5ms, {});
    need(sandbox::unmount_below(folder_ / "e"));
    std::error_code ignored;
    fs::remove_all(running, ignored);
    std::ofstream(runs_file(), std::ios::app) << "reboot\n";
}

EngineUnderTest::Runs EngineUnderTest::take_runs() {
    Runs runs;
    std::set<std::string> running;
    std::ifstream file(runs_file());
    for (std::string line; std::getline(file, line);) {
        std::istringstream words(line);
        const std::vector<std::string> call{std::istream_iterator<std::string>(words), {}};
        const auto has = [&](const char* word) {
            return std::find(call.begin(), call.end(), word) != call.end();
        };
        if (has("reboot")) running.clear();
        if (has("delete")) running.erase(call.back());
        if (!has("start")) continue;
        running.insert(call.back());
        ++runs.started;
        runs.most_at_once = std::max(runs.most_at_once, static_cast<int>(running.size()));
    }
    file.close();
    fs::resize_file(runs_file(), 0);
    return runs;
}

}  // namespace carrot::tests
