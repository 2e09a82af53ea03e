#include "sandbox/system_calls.hpp"

#include <sched.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstdint>
#include <ranges>
#include <string_view>

#include "http/json.hpp"

namespace carrot::sandbox {
namespace {

namespace json = boost::json;

/// Names that a kernel or an architecture doesn't have are passed over by the engine.
constexpr std::string_view allowed_calls =
    // Files
    "access chdir chmod chown close close_range copy_file_range creat dup dup2 dup3 "
    "faccessat faccessat2 fadvise64 fallocate fchdir fchmod fchmodat fchmodat2 fchown "
    "fchownat fcntl fdatasync fgetxattr flistxattr flock fremovexattr fsetxattr fstat "
    "fstatfs fsync ftruncate futimesat getcwd getdents getdents64 getxattr "
    "inotify_add_watch inotify_init inotify_init1 inotify_rm_watch ioctl lchown lgetxattr "
    "link linkat listxattr llistxattr lremovexattr lseek lsetxattr lstat mkdir mkdirat "
    "mknod mknodat name_to_handle_at newfstatat open openat openat2 pipe pipe2 pread64 "
    "preadv preadv2 pwrite64 pwritev pwritev2 read readahead readlink readlinkat readv "
    "removexattr rename renameat renameat2 rmdir sendfile setxattr splice stat statfs statx "
    "symlink symlinkat sync sync_file_range syncfs tee truncate umask unlink unlinkat utime "
    "utimensat utimes vmsplice write writev "
    // Asynchronous input and output, without io_uring
    "epoll_create epoll_create1 epoll_ctl epoll_pwait epoll_pwait2 epoll_wait eventfd "
    "eventfd2 io_cancel io_destroy io_getevents io_pgetevents io_setup io_submit poll ppoll "
    "pselect6 select signalfd signalfd4 "
    // Memory
    "brk cachestat madvise map_shadow_stack membarrier memfd_create memfd_secret mincore "
    "mlock mlock2 mlockall mmap mprotect mremap mseal msync munlock munlockall munmap "
    "pkey_alloc pkey_free pkey_mprotect remap_file_pages "
    // Processes and threads
    "arch_prctl execve execveat exit exit_group fork futex futex_requeue futex_wait "
    "futex_waitv futex_wake get_robust_list getcpu getpgid getpgrp getpid getppid "
    "getpriority getrlimit getrusage getsid gettid ioprio_get ioprio_set kill pidfd_open "
    "pidfd_send_signal prctl prlimit64 process_mrelease process_vm_readv process_vm_writev "
    "ptrace restart_syscall rseq sched_get_priority_max sched_get_priority_min "
    "sched_getaffinity sched_getattr sched_getparam sched_getscheduler "
    "sched_rr_get_interval sched_setaffinity sched_setattr sched_setparam "
    "sched_setscheduler sched_yield set_robust_list set_tid_address setpgid setpriority "
    "setrlimit setsid tgkill tkill vfork wait4 waitid "
    // Signals and time
    "adjtimex alarm clock_adjtime clock_getres clock_gettime clock_nanosleep getitimer "
    "gettimeofday nanosleep pause rt_sigaction rt_sigpending rt_sigprocmask rt_sigqueueinfo "
    "rt_sigreturn rt_sigsuspend rt_sigtimedwait rt_tgsigqueueinfo setitimer sigaltstack "
    "time timer_create timer_delete timer_getoverrun timer_gettime timer_settime "
    "timerfd_create timerfd_gettime timerfd_settime times "
    // Users, and giving up rights
    "capget capset getegid geteuid getgid getgroups getresgid getresuid getuid "
    "landlock_add_rule landlock_create_ruleset landlock_restrict_self seccomp setfsgid "
    "setfsuid setgid setgroups setregid setresgid setresuid setreuid setuid "
    // Talk between processes; socket(2) has rules of its own
    "accept accept4 bind connect getpeername getsockname getsockopt listen mq_getsetattr "
    "mq_notify mq_open mq_timedreceive mq_timedsend mq_unlink msgctl msgget msgrcv msgsnd "
    "recvfrom recvmmsg recvmsg semctl semget semop semtimedop sendmmsg sendmsg sendto "
    "setsockopt shmat shmctl shmdt shmget shutdown socketpair "
    // The system
    "getrandom sysinfo uname ";

constexpr std::uint64_t namespace_flags = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS |
                                          CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID |
                                          CLONE_NEWNET;
constexpr std::uint64_t unchanged_personality = 0xffffffff;
constexpr int route_protocol = 0;  ///< NETLINK_ROUTE: the names and addresses of interfaces

json::object condition(int argument, std::string_view comparison, std::uint64_t value,
                       std::uint64_t second = 0) {
    return {{"index", argument}, {"value", value}, {"valueTwo", second}, {"op", comparison}};
}

/// All conditions must hold.
json::object allow(std::string_view call, json::array conditions) {
    return {{"names", {call}}, {"action", "SCMP_ACT_ALLOW"}, {"args", std::move(conditions)}};
}

json::array names_of(std::string_view names) {
    json::array list;
    for (const auto name : std::views::split(names, ' '))
        if (!name.empty()) list.emplace_back(std::string_view(name));
    return list;
}

json::array rules() {
    constexpr auto equal = "SCMP_CMP_EQ";
    json::array rules;
    rules.push_back({{"names", names_of(allowed_calls)}, {"action", "SCMP_ACT_ALLOW"}});
    rules.push_back(allow("clone", {condition(0, "SCMP_CMP_MASKED_EQ", namespace_flags, 0)}));
    rules.push_back({{"names", {"clone3"}}, {"action", "SCMP_ACT_ERRNO"}, {"errnoRet", ENOSYS}});
    for (const std::uint64_t persona : {std::uint64_t{0}, unchanged_personality})
        rules.push_back(allow("personality", {condition(0, equal, persona)}));
    for (const int family : {AF_UNIX, AF_INET, AF_INET6})
        rules.push_back(allow("socket", {condition(0, equal, static_cast<std::uint64_t>(family))}));
    rules.push_back(
        allow("socket", {condition(0, equal, AF_NETLINK), condition(2, equal, route_protocol)}));
    return rules;
}

}  // namespace

std::string system_call_filter() {
    // Without a list of architectures the filter is for the machine's own, and closes the others.
    return http::format_json(
        json::object{{"defaultAction", "SCMP_ACT_ERRNO"}, {"syscalls", rules()}});
}

}  // namespace carrot::sandbox
