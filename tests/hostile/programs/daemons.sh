# Leaves programs behind that have left its session, and hold its output open.
#: ends completed
#: says left
for i in 1 2 3; do (setsid sh -c 'trap "" TERM HUP INT; (sleep 1000 &) ; while true; do sleep 1; done' &) ; done
echo left
