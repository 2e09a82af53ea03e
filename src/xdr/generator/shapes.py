"""How one definition looks in C++: types, arms, factories; shared by headers and sources."""

from dataclasses import dataclass

from model import CPP_KEYWORDS, INTEGER_ALIASES, PRIMITIVES, type_name, variable_name


def cpp_type(model, owner, type_):
    """The C++ type of a field or arm of `owner`."""
    kind = type_["kind"]
    if kind in PRIMITIVES:
        return PRIMITIVES[kind]
    if kind == "opaque_fixed":
        return f"std::array<std::uint8_t, {type_['size']}>"
    if kind == "opaque_var":
        return "Bytes"
    if kind == "string":
        return "std::string"
    if kind == "ref":
        if type_["name"] in INTEGER_ALIASES:
            return cpp_type(model, owner, model.resolve(type_))
        return type_name(type_["name"])
    element = cpp_type(model, owner, type_["element"])
    if kind == "array":
        return f"std::array<{element}, {type_['count']}>"
    if kind == "var_array":
        return f"std::vector<{element}>"
    if kind == "optional":
        if owner is not None and model.recursive(owner, type_["element"]):
            return f"std::optional<Box<{element}>>"
        return f"std::optional<{element}>"
    raise SystemExit(f"{owner}: the kind of type '{kind}' is not known")


@dataclass
class Case:
    """One case of a union: its discriminant and the factory that makes it."""

    label: str
    value: str
    factory: str


@dataclass
class Arm:
    """One arm of a union. `index` is its place in the variant; void arms share one place."""

    cases: list
    name: str | None
    type: dict | None
    cpp: str | None
    boxed: bool
    index: int


class Union:
    def __init__(self, model, definition):
        self.name = definition["name"]
        self.cpp = type_name(self.name)
        self.discriminant = variable_name(definition["discriminant"]["name"])
        self.enum = model.resolve(definition["discriminant"]["type"])
        is_enum = self.enum["kind"] == "ref"
        self.discriminant_type = cpp_type(model, self.name, definition["discriminant"]["type"])
        self.is_enum = is_enum
        self.prefix = model.by_name[self.enum["name"]]["member_prefix"] if is_enum else ""
        self.is_plain = definition["fixed_size"] is not None
        self.alternatives = []  # of the variant; the first arm is first, as it is the default
        self.arms = [self._arm(model, arm) for arm in definition["arms"]]
        self._check_names()

    @property
    def contents(self):
        """The arms with content."""
        return [arm for arm in self.arms if arm.name is not None]

    def _arm(self, model, arm):
        if arm["name"] is None:
            if "std::monostate" not in self.alternatives:
                self.alternatives.append("std::monostate")
            cases = [self._case(case, self._case_name(case)) for case in arm["cases"]]
            return Arm(cases, None, None, None, False, self.alternatives.index("std::monostate"))
        name = variable_name(arm["name"])
        single = len(arm["cases"]) == 1
        cases = [
            self._case(case, name if single else self._case_name(case)) for case in arm["cases"]
        ]
        cpp = cpp_type(model, self.name, arm["type"])
        boxed = model.recursive(self.name, arm["type"])
        self.alternatives.append(f"Box<{cpp}>" if boxed else cpp)
        return Arm(cases, name, arm["type"], cpp, boxed, len(self.alternatives) - 1)

    def _case(self, case, factory):
        if self.is_enum:
            return Case(case["name"], f"{self.discriminant_type}::{case['name']}", factory)
        return Case(str(case["value"]), str(case["value"]), factory)

    def _case_name(self, case):
        if not self.is_enum:
            return f"v{case['value']}"
        name = variable_name(case["name"].removeprefix(self.prefix))
        return name + "_" if name in CPP_KEYWORDS else name

    def _check_names(self):
        """A factory without parameters may not be named like an accessor, nor any two alike."""
        void_factories = [c.factory for arm in self.arms if arm.name is None for c in arm.cases]
        accessors = [arm.name for arm in self.contents] + [self.discriminant]
        names = void_factories + accessors
        if len(set(names)) != len(names):
            raise SystemExit(f"{self.name}: two of its factories and accessors have one name")
