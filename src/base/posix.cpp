#include "base/posix.hpp"

#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace carrot {
namespace {

ErrorCode code_of(int error_number) {
    switch (error_number) {
        case ENOENT:
        case ENOTDIR:
            return ErrorCode::not_found;
        case EACCES:
        case EPERM:
        case EROFS:
            return ErrorCode::permission_denied;
        case EISDIR:
        case ELOOP:
        case ENAMETOOLONG:
            return ErrorCode::invalid_argument;
        case ENOSPC:
        case EDQUOT:
        case EFBIG:
        case ENOMEM:
        case EMFILE:
        case ENFILE:
            return ErrorCode::resource_exhausted;
        case EEXIST:
            return ErrorCode::already_exists;
        default:
            return ErrorCode::internal;
    }
}

}  // namespace

int FileDescriptor::close() {
    if (fd_ < 0) return 0;
    return ::close(std::exchange(fd_, -1));
}

std::unexpected<Error> system_failure(std::string_view operation,
                                      const std::filesystem::path& path) {
    return system_failure(operation, path, errno);
}

std::unexpected<Error> system_failure(std::string_view operation, const std::filesystem::path& path,
                                      int error_number) {
    return fail(code_of(error_number), "could not {} {}: {}", operation, path.string(),
                std::generic_category().message(error_number));
}

bool write_all(int fd, BytesView content) {
    while (!content.empty()) {
        const auto written = ::write(fd, content.data(), content.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return false;
        content = content.subspan(static_cast<std::size_t>(written));
    }
    return true;
}

}  // namespace carrot
