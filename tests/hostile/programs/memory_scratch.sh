# Fills /tmp.
#: ends released exit status 7
#: says No space left on device
for i in 1 2; do dd if=/dev/zero of=/tmp/$i bs=1M count=800 || exit 7; done
