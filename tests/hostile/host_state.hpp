// What no job may change: looked at before the first program and after each.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace carrot::hostile {

class HostState {
public:
    /// Puts a file into `folder` that nobody has a reason to touch, and a listener on the abstract
    /// name that the attack "abstract-socket" calls.
    explicit HostState(std::filesystem::path folder);
    ~HostState();
    HostState(const HostState&) = delete;
    HostState& operator=(const HostState&) = delete;

    /// One line for each thing that is not as it was.
    std::vector<std::string> changes() const;

private:
    std::vector<std::pair<std::string, std::string>> read() const;

    std::filesystem::path canary_;
    int listener_ = -1;
    std::vector<std::pair<std::string, std::string>> before_;
};

/// One line for each trace of a container that has been removed: control groups, processes in them.
std::vector<std::string> traces_of_container(const std::string& container_id);

/// One line for each trace below a folder that should be gone: the folder, mounts.
std::vector<std::string> traces_of_folder(const std::filesystem::path& folder);

/// The most memory that this process has had at a time.
std::size_t peak_memory_bytes();

}  // namespace carrot::hostile
