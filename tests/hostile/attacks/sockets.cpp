// Ways to anybody outside: `--network none` closes the network, and the filter of system calls the
// families of sockets that no network namespace holds.
#include <arpa/inet.h>
#include <linux/if_alg.h>
#include <linux/netlink.h>
#include <linux/vm_sockets.h>
#include <netinet/in.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>

#include "attack.hpp"

namespace carrot::hostile {
namespace {

long reach(const char* address, std::uint16_t port) {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    ::inet_pton(AF_INET, address, &to.sin_addr);
    return fd < 0 ? fd : ::connect(fd, reinterpret_cast<sockaddr*>(&to), sizeof to);
}

long reach_unix(const char* path) {
    const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un to{};
    to.sun_family = AF_UNIX;
    std::strncpy(to.sun_path, path, sizeof to.sun_path - 1);
    return fd < 0 ? fd : ::connect(fd, reinterpret_cast<sockaddr*>(&to), sizeof to);
}

/// containerd's shims listened on abstract names once (CVE-2020-15257).
long reach_abstract(const char* name) {
    const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un to{};
    to.sun_family = AF_UNIX;
    std::strncpy(to.sun_path + 1, name, sizeof to.sun_path - 2);
    const auto size =
        static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + std::strlen(name));
    return fd < 0 ? fd : ::connect(fd, reinterpret_cast<sockaddr*>(&to), size);
}

#if defined(__x86_64__)
/// The 32-bit entry, whose one call for all of sockets hides its arguments from filters.
long vsock_by_socketcall() {
    // Arguments are read below 4 GiB: the stack isn't there.
    static std::uint32_t* arguments = nullptr;
    arguments = static_cast<std::uint32_t*>(::mmap(nullptr, 4096, PROT_READ | PROT_WRITE,
                                                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0));
    if (arguments == MAP_FAILED) return -1;
    arguments[0] = AF_VSOCK;
    arguments[1] = SOCK_STREAM;
    arguments[2] = 0;
    long result = 0;
    constexpr long socketcall_32 = 102;
    asm volatile("int $0x80"
                 : "=a"(result)
                 : "a"(socketcall_32), "b"(1L), "c"(arguments)
                 : "memory", "r8", "r9", "r10", "r11");
    const auto status = static_cast<std::int32_t>(result);
    if (status < 0) errno = -status;
    return status < 0 ? -1 : status;
}
#else
long vsock_by_socketcall() {
    errno = ENOSYS;
    return -1;
}
#endif

constexpr Attack attacks[] = {
    {"packet-socket", [] -> long { return ::socket(AF_PACKET, SOCK_RAW, htons(3)); }},
    {"raw-socket", [] -> long { return ::socket(AF_INET, SOCK_RAW, IPPROTO_RAW); }},
    {"vsock", [] -> long { return ::socket(AF_VSOCK, SOCK_STREAM, 0); }},
    {"vsock-by-socketcall", vsock_by_socketcall},
    {"kernel-crypto", [] -> long { return ::socket(AF_ALG, SOCK_SEQPACKET, 0); }},
    {"netlink-audit", [] -> long { return ::socket(AF_NETLINK, SOCK_RAW, NETLINK_AUDIT); }},
    {"metadata-service", [] { return reach("169.254.169.254", 80); }},
    {"public-resolver", [] { return reach("1.1.1.1", 53); }},
    {"docker-bridge", [] { return reach("172.17.0.1", 2375); }},
    {"worker-on-loopback", [] { return reach("127.0.0.1", 3001); }},
    {"network-on-loopback", [] { return reach("127.0.0.1", 8000); }},
    {"docker-socket", [] { return reach_unix("/var/run/docker.sock"); }},
    {"containerd-socket", [] { return reach_unix("/run/containerd/containerd.sock"); }},
    {"abstract-socket", [] { return reach_abstract("carrot-hostile-canary"); }},
};

}  // namespace

std::span<const Attack> socket_attacks() { return attacks; }

}  // namespace carrot::hostile
