"""Writes the two sources of one .x file: the types' members, and their codecs."""

from emit_header import array_typedefs
from model import PRIMITIVES, type_name, variable_name
from shapes import Union, cpp_type

BEGIN = """\
// Generated from {xdr} by src/xdr/generator.
{includes}
namespace carrot::xdr {{
"""
END = "}  // namespace carrot::xdr\n"


def begin(xdr, *headers):
    return BEGIN.format(xdr=xdr, includes="".join(f'#include "xdr/{h}.hpp"\n' for h in headers))


def types_source(model, index, xdr):
    """Names of enumerators, and the members of structs and unions."""
    parts = [begin(xdr, model.headers[index], "detail/union")]
    parts += [enum_names(d) for d in model.in_file(index) if d["kind"] == "enum"]
    for definition in model.ordered(index):
        name = type_name(definition["name"])
        if definition["kind"] == "struct":
            parts.append(f"bool {name}::operator==(const {name}& other) const = default;\n")
        else:
            parts.append(union_members(Union(model, definition)))
    return "\n".join(parts + [END])


def enum_names(definition):
    name = type_name(definition["name"])
    cases = "".join(
        f'        case {name}::{m["name"]}: return "{m["name"]}";\n' for m in definition["members"]
    )
    return f"""\
std::string_view name_of({name} value) {{
    switch (value) {{
{cases}    }}
    return {{}};
}}
"""


def union_members(shape):
    name = shape.cpp
    parts = []
    if shape.contents and not shape.is_plain:
        parts.append(f"""\
{name}::{name}() = default;
{name}::{name}(const {name}& other) = default;
{name}::{name}({name}&& other) noexcept = default;
{name}& {name}::operator=(const {name}& other) = default;
{name}& {name}::operator=({name}&& other) noexcept = default;
{name}::~{name}() = default;
""")
    parts += [factory(shape, arm, case) for arm in shape.arms for case in arm.cases]
    parts += [accessors(shape, arm) for arm in shape.contents]
    parts.append(union_equality(shape))
    return "".join(parts)


def factory(shape, arm, case):
    parameter = f"{arm.cpp} value" if arm.name else ""
    content = f"    made.arm_.emplace<{arm.index}>(std::move(value));\n" if arm.name else ""
    if not arm.name and shape.contents:
        content = f"    made.arm_.emplace<{arm.index}>();\n"
    return f"""\
{shape.cpp} {shape.cpp}::{case.factory}({parameter}) {{
    {shape.cpp} made;
    made.discriminant_ = {case.value};
{content}    return made;
}}
"""


def accessors(shape, arm):
    held = "name_of(discriminant_)" if shape.is_enum else f'"another {shape.discriminant}"'
    star = "**" if arm.boxed else "*"
    address = "&**arm" if arm.boxed else "arm"
    find = f"std::get_if<{arm.index}>(&arm_)"
    if arm.boxed:
        find_pointer = f"""\
    const auto* arm = {find};
    return arm != nullptr ? {address} : nullptr;
"""
    else:
        find_pointer = f"    return {find};\n"
    wrong = f'    detail::wrong_arm("{shape.cpp}::{arm.name}", {held});\n'
    return f"""\
const {arm.cpp}& {shape.cpp}::{arm.name}() const {{
    if (const auto* arm = {find}) return {star}arm;
{wrong}}}
{arm.cpp}& {shape.cpp}::{arm.name}() {{
    if (auto* arm = {find}) return {star}arm;
{wrong}}}
const {arm.cpp}* {shape.cpp}::if_{arm.name}() const {{
{find_pointer}}}
"""


def union_equality(shape):
    same = "discriminant_ == other.discriminant_"
    if not shape.contents:
        body = f"    return {same};\n"
    else:
        cases = "".join(
            f"        case {arm.index}: return std::get<{arm.index}>(arm_) == "
            f"std::get<{arm.index}>(other.arm_);\n"
            for arm in shape.contents
        )
        body = f"""\
    if (!({same})) return false;
    switch (arm_.index()) {{
{cases}        default: return true;
    }}
"""
    return f"bool {shape.cpp}::operator==(const {shape.cpp}& other) const {{\n{body}}}\n"


def codec_source(model, index, xdr):
    """read_xdr and write_xdr of every type of the file."""
    headers = [model.headers[index], "detail/nesting", "detail/reader", "detail/writer"]
    parts = [begin(xdr, *headers)]
    parts += [enum_codec(d) for d in model.in_file(index) if d["kind"] == "enum"]
    for definition in model.ordered(index):
        if definition["kind"] == "struct":
            parts.append(struct_codec(model, definition))
        else:
            parts.append(union_codec(model, Union(model, definition)))
    parts += [array_codec(model, d) for d in array_typedefs(model, index)]
    return "\n".join(parts + [END])


def functions(name, read_body, write_body, by_value=False):
    parameter = name if by_value else f"const {name}&"
    return f"""\
bool read_xdr(Reader& in, {name}& value) {{
{read_body}}}
bool write_xdr(Writer& out, {parameter} value) {{
{write_body}}}
"""


def enum_codec(definition):
    name = type_name(definition["name"])
    return functions(
        name,
        f'    return read_enum(in, value, "{name}");\n',
        f'    return write_enum(out, value, "{name}");\n',
        by_value=True,
    )


def nested(stream_type, stream):
    return f"    Nesting<{stream_type}> nesting({stream});\n    if (!nesting) return false;\n"


def struct_codec(model, definition):
    owner = definition["name"]

    def body(stream_type, stream, expression):
        steps = [
            expression(model, owner, f["type"], f"value.{variable_name(f['name'])}")
            for f in definition["fields"]
        ]
        return nested(stream_type, stream) + f"    return {' && '.join(steps)};\n"

    name = type_name(owner)
    return functions(name, body("Reader", "in", read), body("Writer", "out", write))


def union_codec(model, shape):
    return functions(shape.cpp, union_reader(model, shape), union_writer(model, shape))


def union_reader(model, shape):
    cases = ""
    for arm in shape.arms:
        labels = "".join(f"        case {case.value}:\n" for case in arm.cases)
        if arm.name:
            target = f"value.arm_.emplace<{arm.index}>()"
            target = f"*{target}" if arm.boxed else target
            step = f"return {read(model, shape.name, arm.type, target)};"
        elif shape.contents:
            step = f"value.arm_.emplace<{arm.index}>();\n            return true;"
        else:
            step = "return true;"
        cases += f"{labels}            {step}\n"
    number = "static_cast<std::int32_t>(value.discriminant_)"
    unknown = f'in.fail_unknown("case of {shape.cpp}:", {number})'
    return (
        nested("Reader", "in")
        + f"""\
    if (!read_xdr(in, value.discriminant_)) return false;
    switch (value.discriminant_) {{
{cases}        default:
            return {unknown};
    }}
"""
    )


def union_writer(model, shape):
    # A union can only be made with a discriminant of its own, so there is no case to refuse.
    start = nested("Writer", "out") + (
        "    if (!write_xdr(out, value.discriminant_)) return false;\n"
    )
    if not shape.contents:
        return start + "    return true;\n"
    cases = ""
    for arm in shape.contents:
        source = f"std::get<{arm.index}>(value.arm_)"
        source = f"*{source}" if arm.boxed else source
        cases += f"        case {arm.index}:\n"
        cases += f"            return {write(model, shape.name, arm.type, source)};\n"
    return start + f"""\
    switch (value.arm_.index()) {{
{cases}        default:
            return true;
    }}
"""


def array_codec(model, definition):
    return functions(
        cpp_type(model, None, definition["type"]),
        f"    return {read(model, None, definition['type'], 'value')};\n",
        f"    return {write(model, None, definition['type'], 'value')};\n",
    )


def limit(type_):
    bound = type_.get("max_size", type_.get("max_count"))
    return "unbounded" if bound is None else str(bound)


def read(model, owner, type_, target):
    """An expression that reads one value into `target` and says whether it could."""
    return transfer(model, owner, type_, target, "read", "in", "Reader& ", "auto& each")


def write(model, owner, type_, source):
    return transfer(model, owner, type_, source, "write", "out", "Writer& ", "const auto& each")


def transfer(model, owner, type_, place, verb, stream, stream_type, each):
    resolved = model.resolve(type_)
    kind = resolved["kind"]
    if kind in PRIMITIVES or kind in ("ref", "opaque_fixed"):
        return f"{verb}_xdr({stream}, {place})"
    if kind == "string":
        return f"{verb}_string({stream}, {place}, {limit(resolved)})"
    if kind == "opaque_var":
        return f"{verb}_opaque({stream}, {place}, {limit(resolved)})"
    element = resolved["element"]
    boxed = kind == "optional" and owner is not None and model.recursive(owner, element)
    one = transfer(
        model, owner, element, "*each" if boxed else "each", verb, stream, stream_type, each
    )
    each_one = f"[]({stream_type}{stream}, {each}) {{ return {one}; }}"
    if kind == "array":
        return f"{verb}_fixed_array({stream}, {place}, {each_one})"
    if kind == "optional":
        return f"{verb}_optional({stream}, {place}, {each_one})"
    return f"{verb}_array({stream}, {place}, {limit(resolved)}, {each_one})"
