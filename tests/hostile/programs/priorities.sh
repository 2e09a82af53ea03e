# Puts itself before the host's programs, and out of reach when memory is short.
#: ends completed
attack realtime nice realtime-disk survive-oom more-files larger-files core-dumps
[ "$(cat /proc/self/oom_score_adj)" -gt 0 ] || echo BREACH it outlives the host
