# Removes its output folder, and puts something else there.
#: ends completed
#: hands_out a
rmdir /output 2>/dev/null && echo BREACH removed
mv /output /tmp/o 2>/dev/null && echo BREACH moved
ln -sfn /etc /output 2>/dev/null; echo 1 > /output/a
