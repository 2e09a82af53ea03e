#include "cli/port_holder.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>

namespace carrot::cli {
namespace {

namespace fs = std::filesystem;

/// The inode of a listening socket, from the table in proc(5): the columns are slot, local address
/// in hex "ADDRESS:PORT", remote address, state (0A listens), queues, timer, retransmits, uid,
/// timeout, inode.
std::optional<std::string> listening_inode(const fs::path& table, std::uint16_t port) {
    std::ifstream file(table);
    auto local_end = fmt::format(":{:04X}", port);
    for (std::string line; std::getline(file, line);) {
        std::istringstream columns(line);
        std::string slot, local, remote, state, queues, timer, retransmits, uid, timeout, inode;
        columns >> slot >> local >> remote >> state >> queues >> timer >> retransmits >> uid >>
            timeout >> inode;
        if (state == "0A" && local.ends_with(local_end)) return inode;
    }
    return {};
}

bool holds_socket(const fs::path& process, const std::string& socket) {
    std::error_code error;
    for (fs::directory_iterator entry(process / "fd", error), end; !error && entry != end;
         entry.increment(error)) {
        std::error_code unreadable;
        if (fs::read_symlink(entry->path(), unreadable) == socket) return true;
    }
    return false;
}

std::string first_line(const fs::path& file) {
    std::ifstream stream(file);
    std::string line;
    std::getline(stream, line);
    return line;
}

}  // namespace

std::string describe_port_holder(std::uint16_t port) {
    auto inode = listening_inode("/proc/net/tcp", port);
    if (!inode) inode = listening_inode("/proc/net/tcp6", port);
    if (!inode) return {};
    auto socket = fmt::format("socket:[{}]", *inode);
    std::error_code error;
    for (fs::directory_iterator entry("/proc", error), end; !error && entry != end;
         entry.increment(error)) {
        auto name = entry->path().filename().native();
        bool is_process = name.find_first_not_of("0123456789") == std::string::npos;
        if (!is_process || !holds_socket(entry->path(), socket)) continue;
        return fmt::format(" by {} (process {})", first_line(entry->path() / "comm"), name);
    }
    return {};
}

}  // namespace carrot::cli
