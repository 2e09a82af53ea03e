# The same by the newer system calls for mounts.
#: ends completed
attack fsopen open-tree move-mount mount-setattr
