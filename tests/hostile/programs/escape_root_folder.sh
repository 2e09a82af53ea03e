# Leaves its root folder.
#: ends completed
attack pivot-root chroot root-of-the-parent
cd /; cd ../../../../..; [ "$(stat -c %i /)" = "$(stat -c %i .)" ] || echo BREACH dotdot
cat /proc/self/cwd/../../../etc/shadow 2>/dev/null && echo BREACH shadow
true
