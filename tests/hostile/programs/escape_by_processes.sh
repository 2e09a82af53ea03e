# Looks for processes other than its own, and for what they have open.
#: ends completed
for process in /proc/[0-9]*; do
    cgroup=$(cat "$process/cgroup" 2>/dev/null) || continue
    [ "$cgroup" = "$(cat /proc/self/cgroup)" ] || echo "BREACH $process is another's"
done
[ "$(ls -d /proc/[0-9]* | wc -l)" -lt 12 ] || echo BREACH it sees many processes
ls /proc/1/root/etc/shadow /proc/1/cwd/etc/shadow 2>/dev/null && echo BREACH shadow
true
