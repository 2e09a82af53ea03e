#include "faults/small_disk.hpp"

#include <fcntl.h>
#include <sys/mount.h>

#include <cerrno>
#include <stdexcept>

#include "base/file.hpp"
#include "base/posix.hpp"
#include "sandbox/output_folder.hpp"
#include "support/need.hpp"

namespace carrot::tests {
namespace {

constexpr const char* size = "size=16m";

}  // namespace

SmallDisk::SmallDisk(std::filesystem::path folder) : folder_(std::move(folder)) {
    need(make_directories(folder_));
    if (::mount("carrot-test", folder_.c_str(), "tmpfs", 0, size) != 0)
        throw std::runtime_error("could not mount a small disk");
}

SmallDisk::~SmallDisk() { need(sandbox::unmount_below(folder_)); }

void SmallDisk::fill() const {
    const FileDescriptor file(::open(ballast().c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
    const Bytes block(4096);
    while (write_all(file.get(), block)) {
    }
    if (errno != ENOSPC) throw std::runtime_error("could not fill a small disk");
}

void SmallDisk::free() const { std::filesystem::remove(ballast()); }

void SmallDisk::set_read_only(bool read_only) const {
    const unsigned long flags = MS_REMOUNT | (read_only ? MS_RDONLY : 0);
    if (::mount("carrot-test", folder_.c_str(), "tmpfs", flags, size) != 0)
        throw std::runtime_error("could not mount a small disk another way");
}

}  // namespace carrot::tests
