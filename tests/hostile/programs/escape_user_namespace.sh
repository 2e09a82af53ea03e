# Makes itself root of a user namespace of its own, in which the kernel opens much of itself.
#: ends completed
attack unshare-user unshare-mounts unshare-network unshare-pids unshare-cgroup
attack clone-user clone-user-and-mounts clone3-user
