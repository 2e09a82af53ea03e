# Opens files until none is left.
#: ends completed
#: says Too many open files
attack open-files
