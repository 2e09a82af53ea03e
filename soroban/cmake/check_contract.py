"""Checks a contract's wasm against the network's rules: check_contract.py ENV_JSON CONTRACT_WASM

What the host refuses at upload or instantiation is told here, where it can still be mended: sections,
instructions and features, imports, exports, the declared protocol, sizes. Prints the size. The rules
are soroban-env-host's (vm/parsed_module.rs, budget/wasmi_helper.rs) and the network's settings.
"""

import json
import sys
from pathlib import Path

WASM_BYTES_MAX = 131_072  # contractMaxSizeBytes on the public networks
EXPORT_NAME_MAX = 32
PARAMETERS_MAX = 32
PAGE_BYTES = 65_536
I64 = 0x7E
SECTIONS = {0: "custom", 1: "type", 2: "import", 3: "function", 4: "table", 5: "memory", 6: "global",
            7: "export", 8: "start", 9: "element", 10: "code", 11: "data", 12: "data count"}
# Instructions without immediates, but for floating point: comparisons, arithmetic, sign extension.
PLAIN = set(range(0x45, 0x5B)) | set(range(0x67, 0x8B)) | {0xA7, 0xAC, 0xAD} | set(range(0xC0, 0xC5))
PLAIN |= {0x00, 0x01, 0x05, 0x0B, 0x0F, 0x1A, 0x1B}
BLOCKS = {0x02, 0x03, 0x04}
ONE_INDEX = {0x0C, 0x0D, 0x10, 0x20, 0x21, 0x22, 0x23, 0x24}
MEMORY_ACCESS = set(range(0x28, 0x2A)) | set(range(0x2C, 0x38)) | set(range(0x3A, 0x3F))
FLOAT_ACCESS = {0x2A, 0x2B, 0x38, 0x39}


class Refused(Exception):
    pass


class Reader:
    def __init__(self, data, at=0, end=None):
        self.data, self.at, self.end = data, at, len(data) if end is None else end

    def byte(self):
        if self.at >= self.end:
            raise Refused("the module ends in the middle of something")
        self.at += 1
        return self.data[self.at - 1]

    def number(self):
        """Unsigned LEB128; signed ones are read alike where only their length matters."""
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    def take(self, count):
        if self.at + count > self.end:
            raise Refused("the module ends in the middle of something")
        self.at += count
        return self.data[self.at - count:self.at]

    def text(self):
        return self.take(self.number()).decode("utf-8", "replace")

    def part(self):
        size = self.number()
        part = Reader(self.data, self.at, self.at + size)
        self.take(size)
        return part


def read_limits(reader):
    flags = reader.byte()
    minimum = reader.number()
    if flags & 1:
        reader.number()
    return minimum


def read_types(reader):
    types = []
    for _ in range(reader.number()):
        if reader.byte() != 0x60:
            raise Refused("a type that is no function")
        parameters = [reader.byte() for _ in range(reader.number())]
        results = [reader.byte() for _ in range(reader.number())]
        if len(results) > 1:
            raise Refused("a function with several results: the network has no multi-value")
        types.append((parameters, results))
    return types


def read_imports(reader, types, host):
    """The types of the imported functions, and the lowest protocol that has them all."""
    imported, protocol = [], 0
    for _ in range(reader.number()):
        module, name, kind = reader.text(), reader.text(), reader.byte()
        if kind != 0:
            raise Refused(f"the import {module}.{name} is no function")
        function = host.get((module, name))
        if function is None:
            raise Refused(f"the host has no function {module}.{name}: is one declared but not defined?")
        index = reader.number()
        parameters, results = types[index]
        if len(parameters) != len(function["args"]) or len(results) != 1:
            raise Refused(f"the import {module}.{name} is not declared as the host's {function['name']}")
        protocol = max(protocol, function.get("min_supported_protocol") or 0)
        imported.append(index)
    return imported, protocol


def check_constant(reader):
    opcode = reader.byte()
    if opcode not in (0x41, 0x42, 0xD0, 0xD2):
        raise Refused("a constant that is computed: the network has no extended constant expressions")
    if opcode in (0x41, 0x42):
        start = reader.at
        value = reader.number()
        bits = 7 * (reader.at - start)
        value -= (1 << bits) if value >> (bits - 1) & 1 else 0
    else:
        value = reader.number()
    if reader.byte() != 0x0B:
        raise Refused("a constant that is computed")
    return value


def check_bulk(reader):
    opcode = reader.number()
    immediates = {8: 2, 9: 1, 10: 2, 11: 1, 12: 2, 13: 1, 14: 2}
    if opcode <= 7:
        raise Refused("a saturating conversion of a float: the network has no floating point")
    if opcode not in immediates:
        raise Refused(f"the instruction 0xfc {opcode}, which the network does not have")
    for _ in range(immediates[opcode]):
        reader.number()


def check_instruction(reader, opcode):
    if opcode in PLAIN:
        return
    if opcode in BLOCKS:
        if reader.byte() not in (0x40, 0x7F, 0x7E):
            raise Refused("a block with several or floating point results")
    elif opcode in ONE_INDEX or opcode in (0x3F, 0x40, 0x41, 0x42):
        reader.number()
    elif opcode in MEMORY_ACCESS:
        reader.number(), reader.number()
    elif opcode == 0x0E:
        for _ in range(reader.number() + 1):
            reader.number()
    elif opcode == 0x11:
        reader.number(), reader.number()
    elif opcode == 0xFC:
        check_bulk(reader)
    elif opcode in FLOAT_ACCESS or opcode in (0x43, 0x44) or 0x5B <= opcode <= 0xBF:
        raise Refused("a floating point instruction: use integers, or i128 for money")
    else:
        raise Refused(f"the instruction 0x{opcode:02x}, which the network does not have")


def check_code(reader):
    for _ in range(reader.number()):
        body = reader.part()
        for _ in range(body.number()):
            body.number()
            if body.byte() in (0x7C, 0x7D):
                raise Refused("a floating point variable: use integers, or i128 for money")
        while body.at < body.end:
            check_instruction(body, body.byte())


def check_exports(reader, types, functions):
    has_memory = False
    for _ in range(reader.number()):
        name, kind, index = reader.text(), reader.byte(), reader.number()
        has_memory |= kind == 2 and name == "memory"
        if kind != 0:
            continue
        if len(name) > EXPORT_NAME_MAX:
            raise Refused(f"the function's name {name} is longer than {EXPORT_NAME_MAX} characters")
        parameters, results = types[functions[index]]
        if len(parameters) > PARAMETERS_MAX or set(parameters) - {I64} or results != [I64]:
            raise Refused(f"the exported function {name} is no function of Vals")
    if not has_memory:
        raise Refused("the module does not export its memory")


def check_data(reader, memory_bytes):
    for _ in range(reader.number()):
        if reader.number() != 0:
            raise Refused("a data segment without a place")
        start = check_constant(reader)
        if start + len(reader.take(reader.number())) > memory_bytes:
            raise Refused("the data does not fit the initial memory")


def declared_protocol(customs):
    meta = customs.get("contractenvmetav0")
    if meta is None or len(meta) != 12:
        raise Refused("the section contractenvmetav0 is missing or no interface version")
    return int.from_bytes(meta[4:8], "big")


def check(wasm, modules):
    if wasm[:8] != b"\0asm\1\0\0\0":
        raise Refused("this is no wasm module")
    if len(wasm) > WASM_BYTES_MAX:
        raise Refused(f"{len(wasm)} bytes: the network takes {WASM_BYTES_MAX}")
    host = {(m["export"], f["export"]): f for m in modules for f in m["functions"]}
    types, functions, memory_bytes, needed, customs = [], [], 0, 0, {}
    reader = Reader(wasm, 8)
    while reader.at < reader.end:
        section, part = SECTIONS.get(reader.byte(), "unknown"), reader.part()
        if section in ("start", "unknown"):
            raise Refused(f"a section of kind {section}")
        if section == "custom":
            name = part.text()
            customs[name] = part.take(part.end - part.at)
        elif section == "type":
            types = read_types(part)
        elif section == "import":
            functions, needed = read_imports(part, types, host)
        elif section == "function":
            functions = functions + [part.number() for _ in range(part.number())]
        elif section in ("memory", "table"):
            if part.number() > 1:
                raise Refused(f"more than one {section}")
            size = read_limits(part) if section == "memory" else 0
            memory_bytes = max(memory_bytes, size * PAGE_BYTES)
        elif section == "export":
            check_exports(part, types, functions)
        elif section == "code":
            check_code(part)
        elif section == "data":
            check_data(part, memory_bytes)
    if declared_protocol(customs) < needed:
        raise Refused(f"it calls functions of protocol {needed}: say PROTOCOL {needed} in add_soroban_contract")
    if "contractspecv0" not in customs:
        raise Refused("the section contractspecv0, its interface, is missing")
    return len(customs["contractspecv0"])


def main():
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    modules = json.loads(Path(sys.argv[1]).read_text())["modules"]
    path = Path(sys.argv[2])
    wasm = path.read_bytes()
    name = path.name.removesuffix(".unchecked")
    try:
        spec_bytes = check(wasm, modules)
    except Refused as refused:
        raise SystemExit(f"{name}: the network would refuse it: {refused}")
    print(f"{name}: {len(wasm)} bytes, {spec_bytes} of them its interface")


if __name__ == "__main__":
    main()
