# Works beyond the time that was paid for.
#: ends released killed at its time limit
#: timeout 1
while true; do :; done
