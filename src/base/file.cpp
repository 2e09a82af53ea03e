#include "base/file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <utility>

#include "base/posix.hpp"

namespace carrot {
namespace {

void sync_directory(const std::filesystem::path& directory) {
    FileDescriptor fd(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (fd.valid()) ::fsync(fd.get());
}

std::filesystem::path xdg_directory(const char* variable, const char* below_home,
                                    std::string_view program) {
    if (const char* set = std::getenv(variable); set != nullptr && *set == '/')
        return std::filesystem::path(set) / program;
    const char* home = std::getenv("HOME");
    return std::filesystem::path(home != nullptr ? home : "/") / below_home / program;
}

}  // namespace

Result<Bytes> read_file(const std::filesystem::path& path, std::size_t limit_bytes) {
    FileDescriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd.valid()) return system_failure("open", path);
    struct stat status{};
    if (::fstat(fd.get(), &status) != 0) return system_failure("inspect", path);
    if (S_ISDIR(status.st_mode))
        return fail(ErrorCode::invalid_argument, "could not read {}: it is a folder",
                    path.string());

    Bytes content;
    constexpr std::size_t step = 256 * 1024;
    for (;;) {
        const std::size_t before = content.size();
        content.resize(before + step);
        const auto count = ::read(fd.get(), content.data() + before, step);
        if (count < 0 && errno != EINTR) return system_failure("read", path);
        content.resize(before + static_cast<std::size_t>(count < 0 ? 0 : count));
        if (content.size() > limit_bytes)
            return fail(ErrorCode::resource_exhausted,
                        "could not read {}: it is larger than {} bytes", path.string(),
                        limit_bytes);
        if (count == 0) return content;
    }
}

Result<void> write_file(const std::filesystem::path& path, BytesView content, FileMode mode) {
    auto temporary = path;
    temporary += fmt::format(".{}.tmp", ::getpid());
    FileDescriptor fd(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
                             std::to_underlying(mode)));
    if (!fd.valid()) return system_failure("create", temporary);
    const bool written = write_all(fd.get(), content) && ::fsync(fd.get()) == 0 &&
                         fd.close() == 0 && ::rename(temporary.c_str(), path.c_str()) == 0;
    if (!written) {
        auto failure = system_failure("write", path);
        ::unlink(temporary.c_str());
        return failure;
    }
    sync_directory(path.parent_path().empty() ? "." : path.parent_path());
    return {};
}

Result<void> make_directories(const std::filesystem::path& path) {
    std::error_code error;
    std::filesystem::create_directories(path, error);
    if (error) return system_failure("create folder", path, error.value());
    return {};
}

std::filesystem::path user_config_directory(std::string_view program) {
    return xdg_directory("XDG_CONFIG_HOME", ".config", program);
}

std::filesystem::path user_data_directory(std::string_view program) {
    return xdg_directory("XDG_DATA_HOME", ".local/share", program);
}

}  // namespace carrot
