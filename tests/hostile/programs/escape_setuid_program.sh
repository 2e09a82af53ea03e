# Runs programs of the image that belong to root and have the setuid bit.
#: ends completed
root-attack setuid-root capset mknod-disk
[ "$(root-id -u)" = 65532 ] || echo BREACH it is root
