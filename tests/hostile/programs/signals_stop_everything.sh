# Stops every process that it can reach.
#: ends released killed at its time limit
#: timeout 1
sleep 1000 & sleep 1000 & kill -STOP -1; kill -STOP $$
