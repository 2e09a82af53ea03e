# Takes memory that belongs to no process's address space.
#: ends released 
attack memory-files; exit 1
