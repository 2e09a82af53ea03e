# Leaves things in its output that a reader would wait for.
#: ends completed
#: hands_out file
#: left_out pipe: 
mkfifo /output/pipe
attack socket-in-output
echo 1 > /output/file
