# Run before all others: on a machine where a job isn't sealed, none of them may run.
#: ends completed
require() {
    grep -qx "$2" "$1" || { echo "not sealed: $1 has no line $2"; exit 1; }
}
status=/proc/self/status
tab=$(printf '\t')
for set in CapInh CapPrm CapEff CapBnd CapAmb; do require $status "$set:${tab}0000000000000000"; done
require $status "NoNewPrivs:${tab}1"
require $status "Seccomp:${tab}2"
require $status "Uid:${tab}65532${tab}65532${tab}65532${tab}65532"
[ "$(ls /sys/class/net)" = lo ] || exit 2
touch /x 2>/dev/null && exit 3
grep -q ' / ro[, ]' /proc/self/mountinfo || grep -q ' / / ro' /proc/self/mountinfo || exit 4
[ "$(cat /sys/fs/cgroup/pids/pids.max /sys/fs/cgroup/pids.max 2>/dev/null)" = 256 ] || exit 5
memory=$(cat /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/memory.max 2>/dev/null)
[ "$memory" = 2147483648 ] || exit 6
[ "$(ls /proc/[0-9]*/status | wc -l)" -lt 12 ] || exit 7
