# Looks for folders of the host among its mounts.
#: ends completed
while read -r _ _ _ root point _; do
    case $point in
        / | /proc* | /sys* | /dev* | /job | /output | /tmp | /etc/hosts | /etc/hostname | /etc/resolv.conf) ;;
        /sbin/docker-init) ;;
        *) echo "BREACH $root at $point" ;;
    esac
done < /proc/self/mountinfo
ls /inputs/* 2>/dev/null && echo BREACH inputs of another
true
