# Makes small files until the kernel's tables are full.
#: ends completed
#: says No space left on device
attack files-in-scratch files-in-shared-memory
