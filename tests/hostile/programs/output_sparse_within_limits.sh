# Makes files that take no place, and are three gigabytes together.
#: ends released more than
for i in 1 2 3; do dd if=/dev/zero of=/output/$i bs=1 count=1 seek=1000000000 2>/dev/null; done
