# Gives files names that terminals, archives and web pages may take for something else.
#: ends completed
#: hands_out file
cd /output
touch -- "$(printf 'new\nline')" "$(printf 'escape\033[2J')" "$(printf 'latin\351')" ' ' '-rf' '...' 'a\b' \
    '<script>' '%2e%2e%2fetc' "$(printf 'x%.0s' $(seq 255))" '$(reboot)' ';reboot' 'CON' 'stdout.txt'
echo 1 > file
