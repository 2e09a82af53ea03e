"""Writes the host's functions as C++ declarations: host_functions.py ENV_JSON OUTPUT_HEADER

ENV_JSON is the list that the crate soroban-env-common brings. Each function becomes a typed import
in namespace soroban::host; its types are those of soroban/wasm/val.hpp, under the list's own names.
"""

import json
import sys
import textwrap
from pathlib import Path

COLUMNS = 96
# What the host only has for its own tests.
TEST_MODULE = "t"
# The list's names for what C++ calls otherwise.
TYPES = {"Bool": "BoolVal", "Error": "ErrorVal", "Symbol": "SymbolVal"}
KEYWORDS = {"signature": "signature", "default": "default_"}

HEAD = """\
// The host's functions, written by soroban/generator/host_functions.py from the host's own list.
// Places and lengths in linear memory are U32Val.
#pragma once

#include "soroban/wasm/val.hpp"

namespace soroban::host {

#define SOROBAN_IMPORT(module, name) \\
    __attribute__((import_module(module), import_name(name))) extern

// clang-format off
"""
TAIL = """\
// clang-format on

#undef SOROBAN_IMPORT

}  // namespace soroban::host
"""


def cpp_type(name):
    return TYPES.get(name, name)


def declaration(module, function):
    arguments = ", ".join(f"{cpp_type(a['type'])} {KEYWORDS.get(a['name'], a['name'])}" for a in function["args"])
    docs = " ".join(function.get("docs", "").split())
    since = function.get("min_supported_protocol")
    if since:
        docs = f"{docs} Since protocol {since}.".strip()
    comment = "".join(f"/// {line}\n" for line in textwrap.wrap(docs, COLUMNS))
    return (
        f"{comment}SOROBAN_IMPORT(\"{module['export']}\", \"{function['export']}\") "
        f"{cpp_type(function['return'])} {function['name']}({arguments});\n"
    )


def header(modules):
    parts = [HEAD]
    for module in modules:
        if module["export"] == TEST_MODULE:
            continue
        parts.append(f"\n// ---- {module['name']} ----\n\n")
        parts += [declaration(module, function) for function in module["functions"]]
    return "".join(parts) + "\n" + TAIL


def main():
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    modules = json.loads(Path(sys.argv[1]).read_text())["modules"]
    output = Path(sys.argv[2])
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(header(modules))


if __name__ == "__main__":
    main()
