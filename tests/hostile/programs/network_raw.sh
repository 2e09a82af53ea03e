# Opens sockets below the protocols.
#: ends completed
attack packet-socket raw-socket netlink-audit
