# Takes off what was put on it: the filter of system calls and the lock on privileges.
#: ends completed
attack drop-seccomp allow-new-privileges personality
