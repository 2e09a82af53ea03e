# Mounts over its own folders, and takes masks and read-only flags away.
#: ends completed
attack mount-tmpfs mount-proc mount-cgroup mount-bind-root remount-root-writable
attack unmask-proc unmount-output
