"""The definitions of xdr.json, with the names and the order that the C++ needs."""

import json
import re
from pathlib import PurePath

PRIMITIVES = {
    "bool": "bool",
    "int": "std::int32_t",
    "unsigned_int": "std::uint32_t",
    "hyper": "std::int64_t",
    "unsigned_hyper": "std::uint64_t",
}

# Typedefs of bare integers, which everything calls by the C++ name.
INTEGER_ALIASES = {"int32", "uint32", "int64", "uint64"}

CPP_KEYWORDS = {
    "and", "auto", "bool", "break", "case", "char", "class", "const", "default", "delete", "do",
    "double", "else", "enum", "explicit", "export", "false", "float", "for", "if", "int", "long",
    "new", "not", "operator", "or", "private", "protected", "public", "register", "return",
    "short", "signed", "static", "struct", "switch", "template", "this", "throw", "true", "try",
    "union", "unsigned", "using", "virtual", "void", "volatile", "while",
}

# `Error` alone would hide carrot::Error; the crate stellar-xdr renames it the same way.
RENAMED = {"Error": "SError"}


def words(name):
    """SCVal -> SC, Val; alphaNum12 -> alpha, Num12; txBAD_SEQ -> tx, BAD, SEQ."""
    parts = re.split(r"[^A-Za-z0-9]+", name)
    pattern = r"[A-Z]+(?![a-z])[0-9]*|[A-Z]?[a-z0-9]+|[A-Z]+[0-9]*"
    return [word for part in parts for word in re.findall(pattern, part)]


def type_name(name):
    return RENAMED.get(name, "".join(word[0].upper() + word[1:].lower() for word in words(name)))


def variable_name(name):
    snake = "_".join(word.lower() for word in words(name))
    return snake + "_" if snake in CPP_KEYWORDS else snake


class Model:
    """Looks up definitions by name; knows which types contain themselves."""

    def __init__(self, path):
        document = json.loads(path.read_text())
        if document["version"] != 1:
            raise SystemExit(f"{path}: version {document['version']} of the format is not known")
        self.headers = [header_name(file["name"]) for file in document["files"]]
        self.definitions = document["definitions"]
        self.by_name = {definition["name"]: definition for definition in self.definitions}
        self._component = self._components()

    def in_file(self, index):
        return [d for d in self.definitions if d["file_index"] == index]

    def resolve(self, type_):
        """The type behind typedefs; a `ref` remains only to an enum, struct or union."""
        while type_["kind"] == "ref" and self.by_name[type_["name"]]["kind"] == "typedef":
            type_ = self.by_name[type_["name"]]["type"]
        return type_

    def recursive(self, owner, type_):
        """Whether `type_`, by value or optional, is a struct or union that contains `owner`."""
        type_ = self.resolve(type_)
        return type_["kind"] == "ref" and self._component[type_["name"]] == self._component[owner]

    def members(self, definition):
        """The fields of a struct or the arms with content of a union."""
        members = definition.get("fields") or definition.get("arms") or []
        return [member for member in members if member["name"] is not None]

    def used_names(self, type_):
        """Names of the enum, struct or union that a type mentions, behind typedefs and containers."""
        type_ = self.resolve(type_)
        if type_["kind"] == "ref":
            return {type_["name"]}
        return self.used_names(type_["element"]) if "element" in type_ else set()

    def mentioned_names(self, type_):
        """Every name needed to write the type down."""
        if type_["kind"] == "ref":
            return {type_["name"]}
        return self.mentioned_names(type_["element"]) if "element" in type_ else set()

    def includes(self, index):
        """The headers that the header of file `index` needs."""
        used = set()
        for definition in self.in_file(index):
            types = [member["type"] for member in self.members(definition)]
            types += [definition["discriminant"]["type"]] if "discriminant" in definition else []
            types += [definition["type"]] if definition["kind"] == "typedef" else []
            for type_ in types:
                used |= self.mentioned_names(type_) | self.used_names(type_)
        indexes = {self.by_name[name]["file_index"] for name in used} - {index}
        return sorted(self.headers[i] for i in indexes)

    def ordered(self, index):
        """Structs and unions of a file so that each comes after what it holds."""
        own = [d for d in self.in_file(index) if d["kind"] in ("struct", "union")]
        names = {definition["name"] for definition in own}
        order, state = [], {}

        def visit(definition):
            name = definition["name"]
            if state.get(name) == "done":
                return
            if state.get(name) == "open":
                raise SystemExit(f"{name} holds itself in a way that no C++ order allows")
            state[name] = "open"
            for member in self.members(definition):
                for used in sorted(self.used_names(member["type"]) & names - {name}):
                    # A union keeps members of its own cycle boxed or in vectors.
                    in_cycle = self._component[used] == self._component[name]
                    if not (in_cycle and definition["kind"] == "union"):
                        visit(self.by_name[used])
            state[name] = "done"
            order.append(definition)

        for definition in own:
            visit(definition)
        return order

    def _components(self):
        """Strongly connected components of "mentions" (Tarjan): name -> component number."""
        graph = {
            d["name"]: set().union(*[self.used_names(m["type"]) for m in self.members(d)], set())
            for d in self.definitions
        }
        index, low, stack, component = {}, {}, [], {}

        def connect(name):
            index[name] = low[name] = len(index)
            stack.append(name)
            for used in sorted(graph[name]):
                if used not in index:
                    connect(used)
                    low[name] = min(low[name], low[used])
                elif used not in component:
                    low[name] = min(low[name], index[used])
            if low[name] == index[name]:
                while True:
                    member = stack.pop()
                    component[member] = index[name]
                    if member == name:
                        break

        for name in graph:
            if name not in index:
                connect(name)
        return component


def header_name(xdr_file):
    """xdr/Stellar-ledger-entries.x -> ledger_entries"""
    return PurePath(xdr_file).stem.removeprefix("Stellar-").replace("-", "_").lower()
