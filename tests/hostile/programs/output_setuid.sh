# Hands out programs that would run as somebody else.
#: ends completed
#: hands_out a
cd /output; cp /bin/busybox root; chmod 6755 root; ./root true 2>/dev/null && echo BREACH it runs
rm root; echo 1 > a; chmod 6777 a
