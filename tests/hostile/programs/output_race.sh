# Puts a link to the host's folder in place of its own, and back, until it is ended.
#: ends completed
#: hands_out d/passwd
cd /output
mkdir d; echo honest > d/passwd
(while true; do mv d e; ln -s /etc d; rm d; mv e d; done) 2>/dev/null &
sleep 0.5
kill -9 $!; wait
rm -f d; [ -e e ] && mv e d
true
