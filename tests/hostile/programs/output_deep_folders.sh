# Puts folders into each other until no path reaches the last.
#: ends completed
#: says No space left on device
attack folders-in-each-other
