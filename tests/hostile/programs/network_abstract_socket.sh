# Calls a program of the host's by a name that lies in no folder (CVE-2020-15257).
#: ends completed
attack abstract-socket
