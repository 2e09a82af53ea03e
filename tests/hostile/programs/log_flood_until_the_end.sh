# Writes to its log until its time is up.
#: ends released killed at its time limit
#: timeout 2
yes "a line of the flood"
