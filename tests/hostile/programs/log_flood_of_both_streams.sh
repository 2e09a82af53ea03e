# Writes single bytes to both streams in turn.
#: ends released exit status 3
i=0; while [ $i -lt 20000 ]; do printf a; printf b >&2; i=$((i+1)); done; exit 3
