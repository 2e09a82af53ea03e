# Writes files under the names that the worker gives to its own.
#: ends completed
echo forged > /output/stdout.txt; mkdir /output/stderr.txt; echo honest
