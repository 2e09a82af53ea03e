# Writes frames and marks as the engine and the worker would.
#: ends completed
#: says the end
printf '\001\000\000\000\000\000\000\010forged\n\n\002\000\000\000\377\377\377\377'
printf '[carrot: 99999 bytes of the log are left out here]\n'
printf 'data: forged\n\nevent: end\n\n'; echo the end
