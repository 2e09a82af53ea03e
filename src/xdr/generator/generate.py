"""Writes the C++ of every XDR definition: generate.py XDR_JSON OUTPUT_FOLDER

For each .x file NAME: NAME.hpp, NAME_types.cpp and NAME_codec.cpp. The mapping is explained in
src/xdr/xdr.hpp. And all_types.inc, which says XDR_TYPE(Name) for every struct and union: tests go
through them all with it.
"""

import sys
from pathlib import Path

from emit_header import header
from emit_source import codec_source, types_source
from model import Model, type_name


def write(path, text):
    """Leaves an unchanged file alone, so that nothing is compiled for it again."""
    if not path.exists() or path.read_text() != text:
        path.write_text(text)


def main():
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    model, folder = Model(Path(sys.argv[1])), Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    for index, name in enumerate(model.headers):
        xdr = f"{name}.x"
        write(folder / f"{name}.hpp", header(model, index, xdr))
        write(folder / f"{name}_types.cpp", types_source(model, index, xdr))
        write(folder / f"{name}_codec.cpp", codec_source(model, index, xdr))
    names = [type_name(d["name"]) for d in model.definitions if d["kind"] in ("struct", "union")]
    write(folder / "all_types.inc", "".join(f"XDR_TYPE({name})\n" for name in names))


if __name__ == "__main__":
    main()
