# Takes memory for ever.
#: ends completed
#: says memory: ended by signal 9
attack memory
