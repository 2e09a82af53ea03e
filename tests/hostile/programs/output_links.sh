# Links in its output to files and folders of the host, to themselves and to nowhere.
#: ends completed
#: left_out shadow: a symbolic link
#: left_out d/etc: a symbolic link
#: left_out environ: a symbolic link
#: hands_out file
cd /output
ln -s /etc/shadow shadow; ln -s / root; ln -s .. parent; ln -s loop loop; ln -s nowhere nowhere
ln -s ../../../../../../etc/passwd passwd; mkdir d; ln -s /etc d/etc; ln -s /proc/self/environ environ
echo honest > file
