// What the engine takes of the host's disk while jobs run: what it keeps of their logs is gone when
// a test could look.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <thread>

namespace carrot::hostile {

/// What a file takes, or a folder with all below it on the folder's own file system; what is
/// mounted there is not its disk's. Files that come and go meanwhile are no errors.
std::uint64_t disk_use_bytes(const std::filesystem::path& folder);

/// Looks at an engine's folder many times a second, from its construction on.
class EngineDisk {
public:
    explicit EngineDisk(std::filesystem::path engine_folder);

    /// The most that was taken beyond what there was at the beginning; since the last call.
    std::uint64_t take_peak_growth_bytes();

    /// The most that the engine has kept of what this container wrote.
    std::uint64_t peak_log_bytes(const std::string& container_id) const;

private:
    void look();

    const std::filesystem::path folder_;
    const std::uint64_t before_bytes_;
    mutable std::mutex mutex_;
    std::uint64_t peak_growth_bytes_ = 0;
    std::map<std::string, std::uint64_t> peak_log_bytes_;
    std::jthread thread_;  // last: it uses the others
};

}  // namespace carrot::hostile
