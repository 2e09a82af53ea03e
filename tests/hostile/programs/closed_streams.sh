# Closes its streams, and works on in silence.
#: ends completed
#: hands_out late
exec 0<&- 1>&- 2>&-
sleep 0.5; head -c 3 /dev/zero > /output/late
