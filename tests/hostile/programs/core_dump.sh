# Crashes, with a core file as large as its memory.
#: ends released exit status 139
cd /output; sh -c "kill -SEGV \$\$"; [ -z "$(ls -A /output)" ] || echo BREACH core; exit 139
