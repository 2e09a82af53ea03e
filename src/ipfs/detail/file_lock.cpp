#include "ipfs/detail/file_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>

#include <cerrno>

namespace carrot::ipfs {
namespace {

int operation_of(LockMode mode) { return mode == LockMode::shared ? LOCK_SH : LOCK_EX; }

int flock_uninterrupted(int fd, int operation) {
    for (;;) {
        const int result = ::flock(fd, operation);
        if (result == 0 || errno != EINTR) return result;
    }
}

}  // namespace

Result<FileLock> FileLock::open(const std::filesystem::path& path) {
    FileDescriptor fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
    if (!fd.valid()) return system_failure("open", path);
    return FileLock(std::move(fd), path);
}

FileLock::Held::~Held() {
    if (fd_ >= 0) ::flock(fd_, LOCK_UN);
}

Result<FileLock::Held> FileLock::hold(LockMode mode) {
    if (flock_uninterrupted(fd_.get(), operation_of(mode)) != 0)
        return system_failure("lock", path_);
    return Held(fd_.get());
}

Result<FileLock::Held> FileLock::try_hold(LockMode mode) {
    if (flock_uninterrupted(fd_.get(), operation_of(mode) | LOCK_NB) == 0) return Held(fd_.get());
    if (errno != EWOULDBLOCK) return system_failure("lock", path_);
    return fail(ErrorCode::unavailable, "could not lock {}: another holds it", path_.string());
}

}  // namespace carrot::ipfs
