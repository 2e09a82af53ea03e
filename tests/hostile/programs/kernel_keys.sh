# Reads and writes the keyrings, which no namespace holds.
#: ends completed
attack add-key request-key keyctl read-keys
