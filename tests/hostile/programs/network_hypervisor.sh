# Talks to the hypervisor and to other guests (AF_VSOCK), which no network namespace holds.
#: ends completed
attack vsock vsock-by-socketcall
