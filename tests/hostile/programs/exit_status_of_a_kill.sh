# Ends with the status of a program that was killed for its memory.
#: ends released exit status 137
exit 137
