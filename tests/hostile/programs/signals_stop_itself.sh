# Stops itself for ever.
#: ends released killed at its time limit
#: timeout 1
kill -STOP $$; echo BREACH it went on
