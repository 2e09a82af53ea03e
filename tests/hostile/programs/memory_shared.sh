# Fills shared memory.
#: ends released exit status
#: says No space left on device
dd if=/dev/zero of=/dev/shm/a bs=1M count=100
