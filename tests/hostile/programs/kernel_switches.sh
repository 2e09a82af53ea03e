# Uses the kernel's switches.
#: ends completed
attack sysrq overcommit drop-caches transparent-huge-pages swapon acct quotactl
