// Ways out of, or around, the container's namespaces and mounts.
#include <fcntl.h>
#include <linux/mount.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>

#include "attack.hpp"

namespace carrot::hostile {
namespace {

long clone_into(unsigned long flags) {
    const long child = ::syscall(SYS_clone, flags | SIGCHLD, nullptr, nullptr, nullptr, nullptr);
    if (child == 0) ::_exit(0);
    return child;
}

long clone3_into(std::uint64_t flags) {
    clone_args arguments{};
    arguments.flags = flags;
    arguments.exit_signal = SIGCHLD;
    const long child = ::syscall(SYS_clone3, &arguments, sizeof arguments);
    if (child == 0) ::_exit(0);
    return child;
}

long enter(const char* name_space) {
    const int fd = ::open(name_space, O_RDONLY | O_CLOEXEC);
    return fd < 0 ? fd : ::setns(fd, 0);
}

constexpr Attack attacks[] = {
    {"unshare-user", [] -> long { return ::unshare(CLONE_NEWUSER); }},
    {"unshare-mounts", [] -> long { return ::unshare(CLONE_NEWNS); }},
    {"unshare-network", [] -> long { return ::unshare(CLONE_NEWUSER | CLONE_NEWNET); }},
    {"unshare-pids", [] -> long { return ::unshare(CLONE_NEWPID); }},
    {"unshare-cgroup", [] -> long { return ::unshare(CLONE_NEWCGROUP); }},
    {"clone-user", [] { return clone_into(CLONE_NEWUSER); }},
    {"clone-user-and-mounts", [] { return clone_into(CLONE_NEWUSER | CLONE_NEWNS); }},
    {"clone3-user", [] { return clone3_into(CLONE_NEWUSER); }},
    {"setns-mounts", [] { return enter("/proc/1/ns/mnt"); }},
    {"setns-user", [] { return enter("/proc/1/ns/user"); }},
    {"setns-network", [] { return enter("/proc/1/ns/net"); }},
    {"mount-tmpfs", [] -> long { return ::mount("none", "/tmp", "tmpfs", 0, nullptr); }},
    {"mount-proc", [] -> long { return ::mount("proc", "/tmp", "proc", 0, nullptr); }},
    {"mount-cgroup", [] -> long { return ::mount("none", "/tmp", "cgroup", 0, "memory"); }},
    {"mount-bind-root", [] -> long { return ::mount("/", "/tmp", nullptr, MS_BIND, nullptr); }},
    {"remount-root-writable",
     [] -> long { return ::mount(nullptr, "/", nullptr, MS_REMOUNT | MS_BIND, nullptr); }},
    {"unmask-proc", [] -> long { return ::umount2("/proc/kcore", MNT_DETACH); }},
    {"unmount-output", [] -> long { return ::umount2("/output", MNT_DETACH); }},
    {"fsopen", [] { return ::syscall(SYS_fsopen, "tmpfs", 0); }},
    {"open-tree", [] { return ::syscall(SYS_open_tree, AT_FDCWD, "/", OPEN_TREE_CLONE); }},
    {"move-mount",
     [] { return ::syscall(SYS_move_mount, AT_FDCWD, "/tmp", AT_FDCWD, "/output", 0); }},
    {"mount-setattr",
     [] {
         mount_attr attributes{};
         attributes.attr_clr = MOUNT_ATTR_RDONLY;
         return ::syscall(SYS_mount_setattr, AT_FDCWD, "/", 0, &attributes, sizeof attributes);
     }},
    {"pivot-root", [] { return ::syscall(SYS_pivot_root, "/tmp", "/tmp"); }},
    {"chroot", [] -> long { return ::chroot("/tmp"); }},
    {"root-of-the-parent",
     [] -> long { return ::open("/proc/1/root/proc/1/root/../../../../../etc/shadow", O_RDONLY); }},
    {"open-by-handle",
     [] -> long {
         // The second inode of a file system is its root: how shocker.c left Docker 0.11.
         alignas(file_handle) unsigned char bytes[sizeof(file_handle) + sizeof(std::uint64_t)]{};
         auto* handle = reinterpret_cast<file_handle*>(bytes);
         handle->handle_bytes = sizeof(std::uint64_t);
         handle->handle_type = 1;
         handle->f_handle[0] = 2;
         const int fd = ::open("/job", O_RDONLY | O_CLOEXEC);
         return fd < 0 ? fd : ::open_by_handle_at(fd, handle, O_RDONLY);
     }},
};

}  // namespace

std::span<const Attack> namespace_attacks() { return attacks; }

}  // namespace carrot::hostile
