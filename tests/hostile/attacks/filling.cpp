// Takes as much as the system gives: ends at a limit, or is a breach.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>

#include "attack.hpp"

namespace carrot::hostile {
namespace {

constexpr int entries = 150'000;
constexpr std::size_t block_bytes = std::size_t{1} << 20;

long make_files(const char* folder) {
    char name[64];
    for (int i = 0; i < entries; ++i) {
        std::snprintf(name, sizeof name, "%s/%d", folder, i);
        const int fd = ::open(name, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
        if (fd < 0) return fd;
        ::close(fd);
    }
    return 0;
}

long make_folders_in_each_other(const char* folder) {
    if (::chdir(folder) != 0) return -1;
    for (int i = 0; i < entries; ++i)
        if (::mkdir("d", 0700) != 0 || ::chdir("d") != 0) return -1;
    return 0;
}

/// A file of a terabyte, whether or not there is a place for it.
long make_sparse(const char* file) {
    const int fd = ::open(file, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    return fd < 0 ? fd : ::ftruncate(fd, off_t{1} << 40);
}

long make_socket(const char* path) {
    const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un at{};
    at.sun_family = AF_UNIX;
    std::strncpy(at.sun_path, path, sizeof at.sun_path - 1);
    if (fd < 0 || ::bind(fd, reinterpret_cast<sockaddr*>(&at), sizeof at) != 0) return -1;
    return harmless;
}

long open_files() {
    for (int i = 0; i < entries; ++i)
        if (const int fd = ::open("/job", O_RDONLY); fd < 0) return fd;
    return 0;
}

/// Pages that no process has in its address space.
long fill_memory_files() {
    static char block[block_bytes];
    std::memset(block, 'x', sizeof block);
    for (int i = 0; i < entries; ++i) {
        const int fd = ::memfd_create("x", 0);
        if (fd < 0) return fd;
        for (int k = 0; k < 64; ++k)
            if (::write(fd, block, sizeof block) < 0) return -1;
    }
    return 0;
}

long fill_memory() {
    for (int i = 0; i < entries; ++i) {
        void* block = ::mmap(nullptr, block_bytes, PROT_READ | PROT_WRITE,
                             MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (block == MAP_FAILED) return -1;
        std::memset(block, i, block_bytes);
    }
    return 0;
}

constexpr Attack attacks[] = {
    {"files-in-output", [] { return make_files("/output"); }},
    {"files-in-scratch", [] { return make_files("/tmp"); }},
    {"files-in-shared-memory", [] { return make_files("/dev/shm"); }},
    {"folders-in-each-other", [] { return make_folders_in_each_other("/output"); }},
    {"terabyte-in-output", [] { return make_sparse("/output/large"); }},
    {"terabyte-in-scratch", [] { return make_sparse("/tmp/large"); }},
    {"socket-in-output", [] { return make_socket("/output/socket"); }},
    {"open-files", open_files},
    {"memory-files", fill_memory_files},
    {"memory", fill_memory},
};

}  // namespace

std::span<const Attack> filling_attacks() { return attacks; }

}  // namespace carrot::hostile
