# Renames the machine.
#: ends completed
attack sethostname setdomainname hostname-file
