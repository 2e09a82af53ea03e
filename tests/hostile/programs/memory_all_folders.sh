# Fills /output, /tmp and shared memory together, beyond its memory.
#: ends released 
for d in /output /tmp /dev/shm; do dd if=/dev/zero of=$d/a bs=1M count=1023; done; exit 1
