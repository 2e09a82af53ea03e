# Enters namespaces that it can see.
#: ends completed
attack setns-mounts setns-user setns-network
nsenter -t 1 -m -u -i -n -p true 2>/dev/null && echo BREACH nsenter
true
