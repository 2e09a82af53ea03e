#include "host_state.hpp"

#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string_view>
#include <system_error>

#include "base/clock.hpp"
#include "base/posix.hpp"

namespace carrot::hostile {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr std::string_view abstract_name = "carrot-hostile-canary";
constexpr auto clock_precision = 2s;

std::string content_of(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

/// Moves only when somebody sets the clock.
std::string start_of_the_machine() {
    const auto since_epoch = system_clock().now().time_since_epoch();
    return fmt::format("{}", (since_epoch - system_clock().since_boot()) / clock_precision);
}

bool is_nearly(const std::string& a, const std::string& b) {
    return std::abs(std::stoll(a) - std::stoll(b)) <= 1;
}

}  // namespace

HostState::HostState(fs::path folder) : canary_(std::move(folder)) {
    fs::create_directories(canary_);
    std::ofstream(canary_ / "canary") << "carrot-canary\n";
    listener_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un at{};
    at.sun_family = AF_UNIX;
    std::memcpy(at.sun_path + 1, abstract_name.data(), abstract_name.size());
    const auto size =
        static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + abstract_name.size());
    const bool listens = ::bind(listener_, reinterpret_cast<sockaddr*>(&at), size) == 0 &&
                         ::listen(listener_, 1) == 0;
    // Another run of the suite on this machine has it, which serves as well.
    if (!listens && errno != EADDRINUSE) throw std::system_error(errno, std::generic_category());
    before_ = read();
}

HostState::~HostState() { ::close(listener_); }

std::vector<std::pair<std::string, std::string>> HostState::read() const {
    std::vector<std::pair<std::string, std::string>> state;
    for (const auto* file :
         {"/proc/sys/kernel/hostname", "/proc/sys/kernel/domainname",
          "/proc/sys/kernel/core_pattern", "/proc/sys/vm/overcommit_memory", "/proc/swaps",
          "/proc/modules", "/sys/kernel/mm/transparent_hugepage/enabled", "/etc/passwd",
          "/etc/shadow", "/etc/hosts"})
        state.emplace_back(file, content_of(file));
    state.emplace_back("the canary file", content_of(canary_ / "canary"));
    const auto files = std::distance(fs::directory_iterator(canary_), fs::directory_iterator());
    state.emplace_back("the canary's folder", std::to_string(files));
    state.emplace_back("the clock", start_of_the_machine());
    return state;
}

std::vector<std::string> HostState::changes() const {
    std::vector<std::string> changes;
    const auto after = read();
    for (std::size_t i = 0; i < after.size(); ++i) {
        const auto& [what, content] = after[i];
        const auto& before = before_[i].second;
        const bool same = what == "the clock" ? is_nearly(content, before) : content == before;
        if (!same) changes.push_back(fmt::format("{} was {}, is {}", what, before, content));
    }
    return changes;
}

std::vector<std::string> traces_of_container(const std::string& container_id) {
    std::vector<std::string> traces;
    const auto look = [&](const fs::path& hierarchy) {
        for (const auto& group :
             {hierarchy / "docker" / container_id,
              hierarchy / "system.slice" / ("docker-" + container_id + ".scope")})
            if (fs::exists(group))
                traces.push_back(fmt::format("{} with the processes {:?}", group.string(),
                                             content_of(group / "cgroup.procs")));
    };
    look("/sys/fs/cgroup");
    for (const auto& hierarchy : fs::directory_iterator("/sys/fs/cgroup"))
        if (hierarchy.is_directory()) look(hierarchy.path());
    return traces;
}

std::vector<std::string> traces_of_folder(const fs::path& folder) {
    std::vector<std::string> traces;
    if (fs::exists(fs::symlink_status(folder))) traces.push_back(folder.string());
    std::ifstream mounts("/proc/self/mountinfo");
    for (std::string line; std::getline(mounts, line);)
        if (line.contains(' ' + folder.string() + '/')) traces.push_back(line);
    return traces;
}

std::size_t peak_memory_bytes() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return static_cast<std::size_t>(usage.ru_maxrss) * 1024;
}

}  // namespace carrot::hostile
