# Gives a file of its output a second name.
#: ends completed
#: hands_out a
cd /output
echo 1 > a; ln a b
ln /etc/passwd passwd 2>/dev/null; ln /job/script.py script 2>/dev/null; true
