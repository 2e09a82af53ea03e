# Leaves a tree of orphans that have no output any more.
#: ends completed
grow() { [ $1 = 0 ] || (grow $(($1-1)) & grow $(($1-1)) & sleep 1000) > /dev/null 2>&1 < /dev/null & }
grow 5
sleep 0.2; true
