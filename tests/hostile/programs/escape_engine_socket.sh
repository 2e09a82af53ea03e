# Looks for the container engine.
#: ends completed
attack docker-socket containerd-socket
found=$(find / -name '*.sock' 2>/dev/null)
[ -z "$found" ] || echo "BREACH $found"
