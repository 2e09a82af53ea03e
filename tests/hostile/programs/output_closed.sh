# Closes its output to everybody.
#: ends completed
cd /output; mkdir d; echo 1 > d/a; chmod 000 d/a d; chmod 000 /output
