// flock(2) between processes and threads. Each FileLock is an open file of its own, so two of them
// exclude each other in one process too, and a process that dies holds nothing.
#pragma once

#include <filesystem>

#include "base/posix.hpp"

namespace carrot::ipfs {

enum class LockMode { shared, exclusive };

class FileLock {
public:
    /// Opens or creates the file; holds nothing yet.
    static Result<FileLock> open(const std::filesystem::path& path);

    /// Unlocks when it goes. Must not outlive its FileLock.
    class Held {
    public:
        explicit Held(int fd) : fd_(fd) {}
        ~Held();
        Held(Held&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
        Held& operator=(Held&&) = delete;

    private:
        int fd_;
    };

    /// Waits until it is held.
    Result<Held> hold(LockMode mode);

    /// unavailable when another has it.
    Result<Held> try_hold(LockMode mode);

    int fd() const { return fd_.get(); }

private:
    FileLock(FileDescriptor fd, std::filesystem::path path)
        : fd_(std::move(fd)), path_(std::move(path)) {}

    FileDescriptor fd_;
    std::filesystem::path path_;
};

}  // namespace carrot::ipfs
