"""Writes the header of one .x file."""

from model import INTEGER_ALIASES, PRIMITIVES, type_name, variable_name
from shapes import Union, cpp_type

PREAMBLE = """\
// Generated from {xdr} by src/xdr/generator: see src/xdr/xdr.hpp for how to read it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "xdr/box.hpp"
#include "xdr/codec.hpp"
{includes}
namespace carrot::xdr {{
"""


def header(model, index, xdr):
    own = model.in_file(index)
    includes = "".join(f'#include "xdr/{name}.hpp"\n' for name in model.includes(index))
    parts = [PREAMBLE.format(xdr=xdr, includes=includes)]
    parts += [constant(d) for d in own if d["kind"] == "const"]
    parts += [enum(d) for d in own if d["kind"] == "enum"]
    parts += [
        f"{'class' if d['kind'] == 'union' else 'struct'} {type_name(d['name'])};\n"
        for d in own
        if d["kind"] in ("struct", "union")
    ]
    parts += aliases(model, own)
    for definition in model.ordered(index):
        if definition["kind"] == "struct":
            parts.append(struct(model, definition))
        else:
            parts.append(union(Union(model, definition)))
    parts += [array_codec(model, d) for d in array_typedefs(model, index)]
    parts.append("}  // namespace carrot::xdr\n")
    return "\n".join(parts)


def constant(definition):
    return f"inline constexpr std::uint32_t {definition['name']} = {definition['value']};"


def enum(definition):
    name = type_name(definition["name"])
    members = "".join(f"    {m['name']} = {m['value']},\n" for m in definition["members"])
    return f"""\
enum class {name} : std::int32_t {{
{members}}};
std::string_view name_of({name} value);
{codec(name, by_value=True)}"""


def codec(name, by_value=False):
    """What codec.hpp looks up for a type."""
    parameter = name if by_value else f"const {name}&"
    label = name.removeprefix("std::vector<").removesuffix(">")
    label = label if label == name else f"{label}[]"
    return f"""\
constexpr std::string_view type_name(const {name}*) {{ return "{label}"; }}
bool read_xdr(Reader& in, {name}& value);
bool write_xdr(Writer& out, {parameter} value);
"""


def aliases(model, own):
    """Typedefs, each after those it is made of."""
    typedefs = {
        d["name"]: d for d in own if d["kind"] == "typedef" and d["name"] not in INTEGER_ALIASES
    }
    written, lines = set(), []

    def write(name):
        if name in written:
            return
        written.add(name)
        type_ = typedefs[name]["type"]
        for used in model.mentioned_names(type_) & typedefs.keys():
            write(used)
        lines.append(f"using {type_name(name)} = {cpp_type(model, None, type_)};")

    for name in typedefs:
        write(name)
    return lines


def default_value(model, type_):
    resolved = model.resolve(type_)
    if resolved["kind"] == "bool":
        return " = false"
    if resolved["kind"] in PRIMITIVES:
        return " = 0"
    if resolved["kind"] == "ref":
        definition = model.by_name[resolved["name"]]
        if definition["kind"] == "enum":
            return f" = {type_name(definition['name'])}::{definition['members'][0]['name']}"
    return "{}"


def struct(model, definition):
    name = type_name(definition["name"])
    fields = "".join(
        f"    {cpp_type(model, definition['name'], f['type'])} {variable_name(f['name'])}"
        f"{default_value(model, f['type'])};\n"
        for f in definition["fields"]
    )
    return f"""\
struct {name} {{
{fields}
    bool operator==(const {name}& other) const;
}};
{codec(name)}"""


def union(shape):
    factories = "".join(
        f"    static {shape.cpp} {case.factory}({arm.cpp + ' value' if arm.name else ''});\n"
        for arm in shape.arms
        for case in arm.cases
    )
    accessors = "".join(
        f"""\
    const {arm.cpp}& {arm.name}() const;
    {arm.cpp}& {arm.name}();
    const {arm.cpp}* if_{arm.name}() const;
"""
        for arm in shape.contents
    )
    storage = f"    std::variant<{', '.join(shape.alternatives)}> arm_;\n"
    return f"""\
class {shape.cpp} {{
public:
{factories}
    {shape.discriminant_type} {shape.discriminant}() const {{ return discriminant_; }}
{accessors}{special_members(shape)}
    bool operator==(const {shape.cpp}& other) const;

private:
    friend bool read_xdr(Reader& in, {shape.cpp}& value);
    friend bool write_xdr(Writer& out, const {shape.cpp}& value);
    {shape.discriminant_type} discriminant_ = {shape.arms[0].cases[0].value};
{storage if shape.contents else ""}}};
{codec(shape.cpp)}"""


def special_members(shape):
    """Out of line where they are costly to compile, or need types that come later."""
    if shape.is_plain or not shape.contents:
        return ""
    name = shape.cpp
    return f"""
    {name}();
    {name}(const {name}& other);
    {name}({name}&& other) noexcept;
    {name}& operator=(const {name}& other);
    {name}& operator=({name}&& other) noexcept;
    ~{name}();
"""


def array_typedefs(model, index):
    """Typedefs of arrays that are encoded on their own, as ScVec; one for each C++ type."""
    found = {}
    for definition in model.definitions:
        if definition["kind"] == "typedef" and definition["type"]["kind"] == "var_array":
            cpp = cpp_type(model, None, definition["type"])
            found.setdefault(cpp, definition)
    return [d for d in found.values() if d["file_index"] == index]


def array_codec(model, definition):
    return codec(cpp_type(model, None, definition["type"]))
