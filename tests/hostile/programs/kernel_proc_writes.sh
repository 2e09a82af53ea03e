# Tries every file below /proc that isn't a process's.
#: ends completed
for file in $(find /proc -path '/proc/[0-9]*' -prune -o -type f -print 2>/dev/null); do
    case $file in /proc/self/* | /proc/thread-self/* | /proc/keys | /proc/timer_list) continue ;; esac
    (: >> "$file") 2>/dev/null && echo "BREACH $file"
done
true
