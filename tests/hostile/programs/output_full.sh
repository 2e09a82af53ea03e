# Writes more than a gibibyte.
#: ends released exit status 7
#: says No space left on device
cd /output; for i in 1 2 3; do dd if=/dev/zero of=$i bs=1M count=500 || exit 7; done
