# Looks for an interface besides its own loopback, and makes one.
#: ends completed
[ "$(ls /sys/class/net)" = lo ] || echo "BREACH $(ls /sys/class/net)"
ip link add d0 type dummy 2>/dev/null && echo BREACH interface
[ -z "$(ip route)" ] || echo BREACH route
true
