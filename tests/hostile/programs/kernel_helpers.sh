# Names a program of its own for the kernel to run as the host's root.
#: ends completed
attack core-pattern modprobe-path uevent-helper binfmt release-agent firmware-path
