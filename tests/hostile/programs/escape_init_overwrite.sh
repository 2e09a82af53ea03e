# Writes to the program that started it, as runc allowed in 2019 (CVE-2019-5736).
#: ends completed
for program in /proc/1/exe /proc/self/exe /bin/busybox /sbin/docker-init /dev/init; do
    (echo x >> "$program") 2>/dev/null && echo "BREACH $program"
done
for fd in /proc/1/fd/* /proc/self/fd/*; do
    case $(readlink "$fd") in
        *runc* | *containerd* | *docker* | /sys/fs/cgroup*) echo "BREACH $fd" ;;
    esac
done
true
