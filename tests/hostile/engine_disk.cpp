#include "engine_disk.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <system_error>
#include <utility>

#include "base/clock.hpp"

namespace carrot::hostile {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

/// A flood writes some 10 MiB meanwhile.
constexpr auto look_interval = 50ms;

constexpr std::uint64_t block_bytes = 512;  // stat(2), whatever the file system's blocks are

}  // namespace

std::uint64_t disk_use_bytes(const fs::path& folder) {
    struct stat root{};
    if (::lstat(folder.c_str(), &root) != 0) return 0;
    auto bytes = static_cast<std::uint64_t>(root.st_blocks) * block_bytes;
    std::error_code error;
    fs::recursive_directory_iterator entry(folder, error);
    for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
        struct stat status{};
        if (::lstat(entry->path().c_str(), &status) != 0) continue;
        if (status.st_dev == root.st_dev)
            bytes += static_cast<std::uint64_t>(status.st_blocks) * block_bytes;
        else
            entry.disable_recursion_pending();
    }
    return bytes;
}

EngineDisk::EngineDisk(fs::path engine_folder)
    : folder_(std::move(engine_folder)),
      before_bytes_(disk_use_bytes(folder_)),
      thread_([this](const std::stop_token& stop) {
          do
              look();
          while (system_clock().sleep_for(look_interval, stop));
      }) {}

void EngineDisk::look() {
    const auto use = disk_use_bytes(folder_);
    const std::lock_guard lock(mutex_);
    peak_growth_bytes_ = std::max(peak_growth_bytes_, use - std::min(use, before_bytes_));
    std::error_code error;
    fs::directory_iterator container(folder_ / "data" / "containers", error);
    for (; !error && container != fs::directory_iterator(); container.increment(error)) {
        auto& peak = peak_log_bytes_[container->path().filename().string()];
        peak = std::max(peak, disk_use_bytes(container->path() / "local-logs"));
    }
}

std::uint64_t EngineDisk::take_peak_growth_bytes() {
    look();
    const std::lock_guard lock(mutex_);
    return std::exchange(peak_growth_bytes_, 0);
}

std::uint64_t EngineDisk::peak_log_bytes(const std::string& container_id) const {
    const std::lock_guard lock(mutex_);
    const auto peak = peak_log_bytes_.find(container_id);
    return peak == peak_log_bytes_.end() ? 0 : peak->second;
}

}  // namespace carrot::hostile
