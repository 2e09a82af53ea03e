# Talks to the hardware's ports, and hangs up terminals.
#: ends completed
attack iopl ioperm vhangup
