# Opens the host's files by their inode, as shocker.c did in 2014.
#: ends completed
attack open-by-handle
