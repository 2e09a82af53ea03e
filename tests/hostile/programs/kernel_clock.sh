# Sets the clock.
#: ends completed
attack clock-settime settimeofday adjtimex
date -s 2001-01-01 2>/dev/null >/dev/null && [ "$(date +%Y)" = 2001 ] && echo BREACH date
true
