# SPDX-License-Identifier: GPL-2.0-or-later
"""docs/abi.md says what the header says."""
import pathlib
import re
import subprocess

import pytest

from compilers import ROOT

DOCUMENT = (ROOT / "docs/abi.md").read_text()
FIELDS = ("version", "action", "flags", "reserved", "name", "session", "note", "token", "zero")


def rows(heading):
    """The table whose first line holds these words: its rows, each a list of cells."""
    lines = DOCUMENT.splitlines()
    (start,) = [number for number, line in enumerate(lines) if line.startswith("| " + heading)]
    table = []
    for line in lines[start + 2:]:
        if not line.startswith("|"):
            break
        table.append([cell.strip() for cell in line.strip("|").split("|")])
    assert table
    return table


@pytest.fixture(scope="module")
def evaluate(tmp_path_factory):
    """Values of C expressions that the header gives."""
    directory = tmp_path_factory.mktemp("abi")

    def values(expressions):
        body = "".join(f'printf("%lld\\n", (long long)({expression}));\n' for expression in expressions)
        source = ('#include <stddef.h>\n#include <stdio.h>\n#include "recctrl.h"\n#define FIELD(f) ((struct '
                  f'recctrl_request *)0)->f\nint main(void) {{\n{body}return 0;\n}}\n')
        subprocess.run(["gcc", f"-I{ROOT}/include", "-x", "c", "-", "-o", str(directory / "values")], input=source,
                       text=True, check=True)
        output = subprocess.run([directory / "values"], stdout=subprocess.PIPE, text=True, check=True).stdout
        return [int(line) for line in output.split()]

    return values


def test_fields(evaluate):
    table = rows("offset | size | field")
    documented = [(int(offset), int(size), field.strip("`")) for offset, size, field, _ in table]
    assert tuple(field for _, _, field in documented) == FIELDS
    offsets = evaluate(f"offsetof(struct recctrl_request, {field})" for field in FIELDS)
    sizes = evaluate(f"sizeof(FIELD({field}))" for field in FIELDS)
    assert [(offset, size) for offset, size, _ in documented] == list(zip(offsets, sizes))
    assert evaluate(["sizeof(struct recctrl_request)", "RECCTRL_REQUEST_BYTES"]) == [512, 512]
    assert offsets[-1] + sizes[-1] == 512


@pytest.mark.parametrize("heading,prefix,value", [
    ("action | value | does", "RECCTRL_ACTION_", 1),
    ("result | value | meaning", "RECCTRL_", 1),
    ("action | value | needs", "RECCTRL_CALL_", 1),
    ("reason | value | meaning", "RECCTRL_ERROR_", 1),
])
def test_numbers(evaluate, heading, prefix, value):
    table = [row for row in rows(heading) if not (prefix == "RECCTRL_ERROR_" and row[0] == "ERROR")]
    assert [int(row[value]) for row in table] == evaluate(prefix + row[0] for row in table)
    defined = re.findall(rf"^#define {prefix}(\w+) ", (ROOT / "include/recctrl/abi.h").read_text(), re.MULTILINE)
    if prefix != "RECCTRL_":
        assert [row[0] for row in table] == [name for name in defined if name != "LAST"]


def test_status_bits(evaluate):
    documented = {name: int(bit) for bit, name in
                  re.findall(r"^\| (\d+) \| ([A-Z_]+):", "\n".join(DOCUMENT.splitlines()), re.MULTILINE)}
    defined = re.findall(r"^#define RECCTRL_STATUS_(RECORDING|SESSION_MODE|DRY|OPERATOR|SNAPSHOT_PENDING) ",
                         (ROOT / "include/recctrl/abi.h").read_text(), re.MULTILINE)
    assert list(documented) == defined and len(defined) == 5
    assert list(documented.values()) == evaluate(f"RECCTRL_STATUS_{name}" for name in documented)


@pytest.mark.parametrize("text,expression", [
    ("magic number `(0x[0-9a-f]+)` \\|", "RECCTRL_MAGIC"),
    (r'magic number `(0x[0-9a-f]+)` \("RCT2"\)', "RECCTRL_MAGIC2"),
    ("host speaks: `(0x[0-9a-f]+)`", "RECCTRL_HELLO"),
    ("The status word is `(0x[0-9a-f]+)`", "RECCTRL_STATUS_BASE"),
    ("size of the request, ([0-9]+)", "RECCTRL_REQUEST_BYTES"),
    ("at most ([0-9]+) bytes with it", "RECCTRL_NAME_BYTES"),
    ("those ([0-9]+) bytes in `token`", "RECCTRL_SECRET_BYTES"),
    ("`version` \\| ([0-9]+)", "RECCTRL_VERSION"),
])
def test_values(evaluate, text, expression):
    (documented,) = re.findall(text, DOCUMENT)
    assert [int(documented, 0)] == evaluate([expression])


def test_the_sizes_of_names(evaluate):
    (name, session) = re.findall(r"1 to (\d+) bytes \(of a session's identity: 1 to (\d+)\)", DOCUMENT)[0]
    assert [int(name) + 1, int(session) + 1] == evaluate(["RECCTRL_NAME_BYTES", "RECCTRL_SESSION_BYTES"])


def dump(data):
    """As the document prints it, with "*" for lines of zeros."""
    lines, quiet = [], False
    for offset in range(0, len(data), 16):
        part = data[offset:offset + 16]
        if any(part):
            text = "".join(chr(byte) if 32 <= byte < 127 else "." for byte in part)
            lines.append(f"{offset:03x}  {part.hex(' ')}  |{text}|")
        elif not quiet:
            lines.append("*")
        quiet = not any(part)
    return "\n".join([*lines, f"{len(data):03x}"])


def test_the_example(tmp_path):
    action, name, note = re.search(r'example: (\w+), name "(.*?)", note "(.*?)"', DOCUMENT).groups()
    example = re.search(r"<!-- example.*?```\n(.*?)\n```", DOCUMENT, re.DOTALL)[1]
    source = (f'#include <stdio.h>\n#include "recctrl.h"\nint main(void) {{ struct recctrl_request r;\n'
              f'recctrl_request_init(&r, RECCTRL_CALL_{action.upper()});\n'
              f'recctrl_request_set(r.name, sizeof(r.name), "{name}");\n'
              f'recctrl_request_set(r.note, sizeof(r.note), "{note}");\n'
              'return fwrite(&r, sizeof(r), 1, stdout) != 1; }\n')
    program = pathlib.Path(tmp_path) / "example"
    subprocess.run(["gcc", f"-I{ROOT}/include", "-x", "c", "-", "-o", str(program)], input=source, text=True,
                   check=True)
    assert dump(subprocess.run([program], stdout=subprocess.PIPE, check=True).stdout) == example


@pytest.mark.parametrize("file,code", [("x86", "0f a2"), ("arm", "0xee000710"), ("aarch64", "0xd500501f"),
                                       ("mips", "0x0000000a")])
def test_instructions(file, code):
    assert f"`{code}`" in DOCUMENT
    text = (ROOT / f"include/recctrl/isa/{file}.h").read_text()
    assert code in text or code == "0f a2" and "cpuid" in text
