# Takes memory in its first process.
#: ends released killed at its memory limit
x=0123456789abcdef; while true; do x=$x$x; done
