# Loads code into the kernel, and restarts the machine.
#: ends completed
attack init-module finit-module delete-module kexec reboot
