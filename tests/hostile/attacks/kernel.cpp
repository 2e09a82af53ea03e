// The kernel's own machinery: what only the host's administrator may touch, and interfaces with a
// history of holes, which a job has no use for.
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/io_uring.h>
#include <linux/perf_event.h>
#include <linux/reboot.h>
#include <sys/fanotify.h>
#include <sys/io.h>
#include <sys/klog.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/swap.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>

#include "attack.hpp"

namespace carrot::hostile {
namespace {

constexpr int keyring_of_session = -3;
constexpr time_t long_ago_s = 1'000'000'000;

constexpr Attack attacks[] = {
    {"bpf-map",
     [] {
         bpf_attr attributes{};
         attributes.map_type = BPF_MAP_TYPE_ARRAY;
         attributes.key_size = attributes.value_size = 4;
         attributes.max_entries = 1;
         return ::syscall(SYS_bpf, BPF_MAP_CREATE, &attributes, sizeof attributes);
     }},
    {"perf-event",
     [] {
         perf_event_attr attributes{};
         attributes.size = sizeof attributes;
         attributes.type = PERF_TYPE_SOFTWARE;
         return ::syscall(SYS_perf_event_open, &attributes, 0, -1, -1, 0);
     }},
    {"io-uring",
     [] {
         io_uring_params parameters{};
         return ::syscall(SYS_io_uring_setup, 1, &parameters);
     }},
    {"userfaultfd", [] { return ::syscall(SYS_userfaultfd, O_CLOEXEC); }},
    {"add-key",
     [] { return ::syscall(SYS_add_key, "user", "carrot", "x", 1, keyring_of_session); }},
    {"request-key",
     [] { return ::syscall(SYS_request_key, "user", "carrot", nullptr, keyring_of_session); }},
    {"keyctl", [] { return ::syscall(SYS_keyctl, 0, keyring_of_session, 1); }},
    {"kexec", [] { return ::syscall(SYS_kexec_load, 0, 0, nullptr, 0); }},
    {"init-module", [] { return ::syscall(SYS_init_module, "", 0, ""); }},
    {"finit-module", [] { return ::syscall(SYS_finit_module, 0, "", 0); }},
    {"delete-module", [] { return ::syscall(SYS_delete_module, "carrot", O_NONBLOCK); }},
    {"reboot",
     [] {
         // Only switches Ctrl-Alt-Del off: the least that the call can do.
         return ::syscall(SYS_reboot, LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2,
                          LINUX_REBOOT_CMD_CAD_OFF, nullptr);
     }},
    {"clock-settime",
     [] -> long {
         const timespec then{.tv_sec = long_ago_s, .tv_nsec = 0};
         return ::clock_settime(CLOCK_REALTIME, &then);
     }},
    {"settimeofday",
     [] -> long {
         const timeval then{.tv_sec = long_ago_s, .tv_usec = 0};
         return ::settimeofday(&then, nullptr);
     }},
    {"adjtimex",
     [] -> long {
         timex change{};
         change.modes = ADJ_SETOFFSET;
         change.time.tv_sec = 1;
         return ::adjtimex(&change);
     }},
    {"sethostname", [] -> long { return ::sethostname("owned", 5); }},
    {"setdomainname", [] -> long { return ::setdomainname("owned", 5); }},
    {"iopl", [] -> long { return ::iopl(3); }},
    {"ioperm", [] -> long { return ::ioperm(0x80, 1, 1); }},
    {"read-kernel-log",
     [] -> long {
         char text[16];
         return ::klogctl(3, text, sizeof text);
     }},
    {"swapon", [] -> long { return ::swapon("/tmp/swap", 0); }},
    {"acct", [] -> long { return ::acct("/tmp/acct"); }},
    {"quotactl", [] { return ::syscall(SYS_quotactl, 0x800001, nullptr, 0, nullptr); }},
    {"fanotify", [] -> long { return ::fanotify_init(FAN_CLASS_CONTENT, O_RDONLY); }},
    {"personality",
     [] -> long {
         if (::personality(ADDR_NO_RANDOMIZE | READ_IMPLIES_EXEC) < 0) return -1;
         return 0;
     }},
    {"vhangup", [] -> long { return ::vhangup(); }},
    {"core-pattern",
     [] { return write_to("/proc/sys/kernel/core_pattern", "|/output/run-as-root"); }},
    {"modprobe-path", [] { return write_to("/proc/sys/kernel/modprobe", "/output/run-as-root"); }},
    {"binfmt", [] { return write_to("/proc/sys/fs/binfmt_misc/register", ":x:M::x::/output/x:"); }},
    {"hostname-file", [] { return write_to("/proc/sys/kernel/hostname", "owned"); }},
    {"overcommit", [] { return write_to("/proc/sys/vm/overcommit_memory", "1"); }},
    {"drop-caches", [] { return write_to("/proc/sys/vm/drop_caches", "1"); }},
    // "h" asks for help only.
    {"sysrq", [] { return write_to("/proc/sysrq-trigger", "h"); }},
    {"uevent-helper", [] { return write_to("/sys/kernel/uevent_helper", "/output/run-as-root"); }},
    {"firmware-path",
     [] { return write_to("/sys/module/firmware_class/parameters/path", "/output"); }},
    {"transparent-huge-pages",
     [] { return write_to("/sys/kernel/mm/transparent_hugepage/enabled", "never"); }},
    {"read-kcore", [] { return read_from("/proc/kcore"); }},
    {"read-keys", [] { return read_from("/proc/keys"); }},
    {"read-timer-list", [] { return read_from("/proc/timer_list"); }},
    {"read-mem", [] { return read_from("/dev/mem"); }},
    {"read-kmsg", [] { return read_from("/dev/kmsg"); }},
    {"read-firmware", [] { return read_from("/sys/firmware/acpi/tables/DSDT"); }},
};

}  // namespace

std::span<const Attack> kernel_attacks() { return attacks; }

}  // namespace carrot::hostile
