# Ends well only when it is told to end.
#: ends released killed at its time limit
#: timeout 1
trap "exit 0" TERM; while true; do sleep 0.1; done
