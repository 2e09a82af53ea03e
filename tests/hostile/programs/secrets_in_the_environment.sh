# Looks for what the worker knows.
#: ends completed
env | cut -d= -f1 | while read -r name; do
    case $name in
        PATH | HOME | HOSTNAME | PWD | OLDPWD | SHLVL | NVIDIA_VISIBLE_DEVICES | _) ;;
        *) echo "BREACH $name" ;;
    esac
done
tr '\0' '\n' < /proc/1/environ | grep -iE 'key|token|secret|passw' && echo BREACH environment of 1
true
