# Hands out an archive that grows a thousandfold, and one whose names lead outside.
#: ends completed
#: hands_out bomb.gz
cd /output
head -c 100000000 /dev/zero | gzip -9 > bomb.gz
mkdir /tmp/x; echo owned > /tmp/x/y; cd /tmp; tar -cf /output/outside.tar x/../../x/y x/y 2>/dev/null
true
