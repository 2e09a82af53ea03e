# Looks for devices of the host's.
#: ends completed
attack read-mem read-kmsg
for device in /dev/*; do
    case ${device#/dev/} in
        core | fd | full | mqueue | null | ptmx | pts | random | shm | std* | tty | urandom | zero) ;;
        *) echo "BREACH $device" ;;
    esac
done
