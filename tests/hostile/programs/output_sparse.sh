# Makes a file of a terabyte that takes no place.
#: ends completed
#: says terabyte-in-output: ended by signal 25
attack terabyte-in-output terabyte-in-scratch
