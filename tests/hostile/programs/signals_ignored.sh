# Ignores the signal to end, and so do its children.
#: ends released killed at its time limit
#: timeout 1
trap '' TERM INT HUP QUIT
(while true; do sleep 1; done) &
while true; do sleep 1; done
