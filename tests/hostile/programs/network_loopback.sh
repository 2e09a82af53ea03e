# Calls the worker and the network's node, which listen on the host's loopback.
#: ends completed
attack worker-on-loopback network-on-loopback
