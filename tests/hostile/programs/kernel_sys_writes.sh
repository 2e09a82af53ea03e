# Tries every file below /sys.
#: ends completed
#: timeout 120
for file in $(find /sys -type f 2>/dev/null | head -n 20000); do
    [ -w "$file" ] && (: >> "$file") 2>/dev/null && echo "BREACH $file"
done
true
