# Makes the devices that it isn't given.
#: ends completed
attack mknod-disk mknod-memory mknod-kernel-log
