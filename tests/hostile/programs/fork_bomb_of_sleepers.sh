# Fills the table of processes, and keeps it full.
#: ends released exit status
#: says fork
n=0; while [ $n -lt 1000 ]; do sleep 1000 & n=$((n+1)); done; echo BREACH no limit
