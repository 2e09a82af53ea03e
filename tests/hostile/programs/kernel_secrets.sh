# Reads the kernel's memory and its log.
#: ends completed
attack read-kcore read-kernel-log read-timer-list read-firmware
