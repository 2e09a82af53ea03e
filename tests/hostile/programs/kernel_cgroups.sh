# Lifts its limits in its cgroups, or leaves them.
#: ends completed
attack more-memory more-memory-v2 more-processes more-processes-v2 all-devices no-oom
attack notify-on-release own-cgroup own-cgroup-v2 leave-cgroup
