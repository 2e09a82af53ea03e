# Looks for a folder on the host's disk that it may write.
#: ends completed
for folder in $(find / -xdev -type d 2>/dev/null) /job /inputs /etc /var /dev /dev/mqueue; do
    case $folder in /tmp* | /output* | /dev/shm*) continue ;; esac
    if touch "$folder/x" 2>/dev/null; then
        [ "$folder" = /dev/mqueue ] || echo "BREACH $folder"
    fi
done
true
