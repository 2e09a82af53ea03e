# Asks for rights one by one.
#: ends completed
attack setuid-root setgid-root setgroups capset ambient-capability chown-to-root
