# Makes 150,000 files.
#: ends released exit status 1
#: says No space left on device
attack files-in-output; exit 1
