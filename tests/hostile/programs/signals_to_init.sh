# Kills its first process, and everybody.
#: ends released exit status 143
kill -9 1; kill -9 -1; kill -TERM $$; sleep 5
