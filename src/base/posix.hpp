// What rooms that call the operating system directly share: owned file descriptors and errno as an
// Error.
#pragma once

#include <filesystem>
#include <string_view>
#include <utility>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace carrot {

/// Closes what it holds; holds -1 when there is nothing.
class FileDescriptor {
public:
    FileDescriptor() = default;
    explicit FileDescriptor(int fd) : fd_(fd) {}
    ~FileDescriptor() { close(); }
    FileDescriptor(FileDescriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    FileDescriptor& operator=(FileDescriptor&& other) noexcept {
        if (this != &other) {
            close();
            fd_ = std::exchange(other.fd_, -1);
        }
        return *this;
    }

    int get() const { return fd_; }
    bool valid() const { return fd_ >= 0; }
    int release() { return std::exchange(fd_, -1); }

    /// As close(2): 0, or -1 with errno; 0 when nothing is held.
    int close();

private:
    int fd_ = -1;
};

/// "could not OPERATION PATH: " and errno's text, with the code that fits errno.
[[nodiscard]] std::unexpected<Error> system_failure(std::string_view operation,
                                                    const std::filesystem::path& path);
[[nodiscard]] std::unexpected<Error> system_failure(std::string_view operation,
                                                    const std::filesystem::path& path,
                                                    int error_number);

/// Writes everything, past interruptions; false with errno set when the device refuses.
bool write_all(int fd, BytesView content);

}  // namespace carrot
