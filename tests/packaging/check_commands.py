#!/usr/bin/env python3
"""check_commands.py CARROT FILE...: every line of a code block that runs carrot names a command that there is,
with options that its help (or the program's) lists."""

import re
import subprocess
import sys


def help_of(program, command):
    done = subprocess.run([program, *command, "--help"], capture_output=True, text=True)
    return done.stdout if done.returncode == 0 else None


def commands_in(text):
    return re.findall(r"^  (\S+)", text.partition("\nCommands:\n")[2].partition("\n\n")[0], re.M)


def problems_in(program, words):
    whole, command = help_of(program, []), []
    text = whole
    for word in words:
        if word not in commands_in(text):
            break
        command.append(word)
        text = help_of(program, command)
    if not command and not (words and words[0].startswith("--")):
        yield f"no such command: {' '.join(words[:2])}"
    if "<command>" in text.partition("\nUsage:")[2].partition("\n")[0] and command:
        yield f"a command is missing behind: {' '.join(command)}"
    for word in words:
        option = word.partition("=")[0]
        if re.fullmatch(r"--?[a-z][a-z-]*", option) and not re.search(rf"(^|[ ,]){option}\b", text + whole, re.M):
            yield f"no such option of '{' '.join(command)}': {option}"


def carrot_lines(path):
    for block in re.findall(r"^```[a-z]*\n(.*?)^```", open(path, encoding="utf-8").read(), re.M | re.S):
        for line in block.replace("\\\n", " ").splitlines():
            line = re.sub(r"(^|\s)#.*", "", line)
            for part in re.split(r"&&|\||;", line):
                words = part.split()
                while words and (words[0] in ("sudo", "-E", "-u") or "=" in words[0]):
                    words.pop(0)
                if words and words[0] == "carrot":
                    yield words[1:]


def main():
    program, *paths = sys.argv[1:]
    found, wrong = 0, 0
    for path in paths:
        for words in carrot_lines(path):
            found += 1
            for problem in problems_in(program, words):
                wrong += 1
                print(f"{path}: carrot {' '.join(words)}\n    {problem}")
    print(f"{found} commands, {wrong} wrong")
    return 1 if wrong or not found else 0


sys.exit(main())
