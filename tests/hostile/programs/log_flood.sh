# Writes a quarter of a gibibyte to its log.
#: ends completed
#: says the end
dd if=/dev/zero bs=1M count=256 2>/dev/null; echo; echo the end
