// Rights that the job's user doesn't have, and limits that it would like to lift.
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <cerrno>

#include "attack.hpp"

namespace carrot::hostile {
namespace {

long raise(int resource) {
    rlimit limit{};
    ::getrlimit(static_cast<__rlimit_resource>(resource), &limit);
    limit.rlim_max += 1;
    return ::setrlimit(static_cast<__rlimit_resource>(resource), &limit);
}

long use_all_capabilities() {
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    __user_cap_data_struct data[2]{};
    data[0].effective = data[0].permitted = data[0].inheritable = ~0U;
    return ::syscall(SYS_capset, &header, data);
}

long open_device(const char* file, dev_t device, mode_t kind) {
    if (::mknod(file, kind | 0600, device) != 0) return -1;
    return ::open(file, O_RDONLY | O_CLOEXEC);
}

constexpr Attack attacks[] = {
    {"setuid-root", [] -> long { return ::setresuid(0, 0, 0); }},
    {"setgid-root", [] -> long { return ::setresgid(0, 0, 0); }},
    {"setgroups",
     [] -> long {
         const gid_t disk = 6;
         return ::setgroups(1, &disk);
     }},
    {"capset", use_all_capabilities},
    {"ambient-capability",
     [] -> long { return ::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_SYS_ADMIN, 0, 0); }},
    {"allow-new-privileges", [] -> long { return ::prctl(PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0); }},
    {"drop-seccomp", [] -> long { return ::prctl(PR_SET_SECCOMP, 0, nullptr); }},
    {"mknod-disk", [] { return open_device("/tmp/disk", makedev(254, 0), S_IFBLK); }},
    {"mknod-memory", [] { return open_device("/tmp/mem", makedev(1, 1), S_IFCHR); }},
    {"mknod-kernel-log", [] { return open_device("/output/kmsg", makedev(1, 11), S_IFCHR); }},
    {"chown-to-root",
     [] -> long {
         const int fd = ::open("/tmp/mine", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
         return fd < 0 ? fd : ::fchown(fd, 0, 0);
     }},
    {"realtime",
     [] -> long {
         const sched_param highest{.sched_priority = 99};
         return ::sched_setscheduler(0, SCHED_FIFO, &highest);
     }},
    {"nice", [] -> long { return ::setpriority(PRIO_PROCESS, 0, -20); }},
    {"realtime-disk", [] { return ::syscall(SYS_ioprio_set, 1, 0, 1 << 13); }},
    {"more-files", [] { return raise(RLIMIT_NOFILE); }},
    {"larger-files", [] { return raise(RLIMIT_FSIZE); }},
    {"core-dumps", [] { return raise(RLIMIT_CORE); }},
    {"survive-oom", [] { return write_to("/proc/self/oom_score_adj", "-1000"); }},
    {"more-memory",
     [] { return write_to("/sys/fs/cgroup/memory/memory.limit_in_bytes", "99999999999"); }},
    {"more-memory-v2", [] { return write_to("/sys/fs/cgroup/memory.max", "max"); }},
    {"more-processes", [] { return write_to("/sys/fs/cgroup/pids/pids.max", "max"); }},
    {"more-processes-v2", [] { return write_to("/sys/fs/cgroup/pids.max", "max"); }},
    {"all-devices", [] { return write_to("/sys/fs/cgroup/devices/devices.allow", "a"); }},
    {"no-oom", [] { return write_to("/sys/fs/cgroup/memory/memory.oom_control", "1"); }},
    {"release-agent",
     [] { return write_to("/sys/fs/cgroup/memory/release_agent", "/output/run-as-root"); }},
    {"notify-on-release", [] { return write_to("/sys/fs/cgroup/memory/notify_on_release", "1"); }},
    {"own-cgroup", [] -> long { return ::mkdir("/sys/fs/cgroup/memory/mine", 0700); }},
    {"own-cgroup-v2", [] -> long { return ::mkdir("/sys/fs/cgroup/mine", 0700); }},
    {"leave-cgroup", [] { return write_to("/sys/fs/cgroup/memory/cgroup.procs", "0"); }},
};

}  // namespace

std::span<const Attack> privilege_attacks() { return attacks; }

}  // namespace carrot::hostile
