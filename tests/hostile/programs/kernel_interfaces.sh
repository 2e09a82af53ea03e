# Opens interfaces of the kernel that have had many holes.
#: ends completed
attack bpf-map perf-event io-uring userfaultfd kernel-crypto fanotify
