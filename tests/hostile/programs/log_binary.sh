# Writes what is no text, and what terminals obey, and fails.
#: ends released exit status 4
head -c 100000 /dev/urandom; printf "\033]0;owned\007\033[2J\302"; exit 4
