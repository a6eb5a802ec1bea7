#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Makes stand-ins for the libraries that a PANDA was linked with and that a headless record or replay never calls.

libpanda is bound at load time: each symbol must be there, though nothing uses it. A stand-in carries its library's
SONAME and symbol versions, a function returning 0 for each function, and zeros for each object. All of it is read
from the libpanda-*.so files; one set, in ENGINE/standins, serves all targets of an engine.
"""
import collections
import ctypes
import hashlib
import pathlib
import re
import subprocess
import sys
import tempfile

from elftools.elf.elffile import ELFFile

# The libraries that PANDA does call; the host has them.
REAL = re.compile(r"lib(z|glib-2\.0|gobject-2\.0|pixman-1|fdt|stdc\+\+|gcc_s|c|m|dl|rt|util|pthread)\.so\.\d+$"
                  r"|ld-linux-x86-64\.so\.2$")
# What libpanda asks for without naming a version may come from any library: one stand-in holds it all.
UNVERSIONED = "librecctrl-standin.so"
MARK = "made-by"
OBJECT_BYTES = 4096


class Refused(Exception):
    """The stand-ins can't be made; the text says why."""


Wanted = collections.namedtuple("Wanted", "name version library type")


def libraries(engine):
    """The libpanda-*.so of a build tree, a source tree built in build/, an unpacked wheel or an install prefix."""
    places = ("*-softmmu", "build/*-softmmu", "pandare/data/*-softmmu", "bin")
    return sorted(path for place in places for path in pathlib.Path(engine).glob(f"{place}/libpanda-*.so"))


def needed(elf):
    return [tag.needed for tag in elf.get_section_by_name(".dynamic").iter_tags("DT_NEEDED")]


def wanted(elf):
    """Yields each symbol that another library must define; version and library are None where the file names none."""
    versions = {}
    for library, symbols in elf.get_section_by_name(".gnu.version_r").iter_versions():
        for symbol in symbols:
            versions[symbol["vna_other"]] = (symbol.name, library.name)
    indices = elf.get_section_by_name(".gnu.version")
    for index, symbol in enumerate(elf.get_section_by_name(".dynsym").iter_symbols()):
        if symbol["st_shndx"] != "SHN_UNDEF" or not symbol.name or symbol["st_info"]["bind"] == "STB_WEAK":
            continue
        version, library = versions.get(indices.get_symbol(index)["ndx"], (None, None))
        yield Wanted(symbol.name, version, library, symbol["st_info"]["type"])


def load_real(names):
    loaded = []
    for name in sorted(names):
        try:
            loaded.append(ctypes.CDLL(name))
        except OSError as problem:
            raise Refused(f"{name}, which PANDA calls, is not on this machine ({problem})") from problem
    return loaded


def collect(engine):
    """Returns {stand-in: set of Wanted}; an empty set still stands for a library that must be there."""
    content = collections.defaultdict(set)
    unversioned, real = set(), set()
    files = libraries(engine)
    if not files:
        raise Refused(f"{engine} holds no libpanda-<target>.so")
    for path in files:
        with open(path, "rb") as file:
            elf = ELFFile(file)
            for name in needed(elf):
                if REAL.match(name):
                    real.add(name)
                else:
                    content[name].update()
            for symbol in wanted(elf):
                if symbol.library is None:
                    unversioned.add(symbol)
                elif not REAL.match(symbol.library):
                    content[symbol.library].add(symbol)
    loaded = load_real(real)
    content[UNVERSIONED] = {symbol for symbol in unversioned
                            if not any(hasattr(library, symbol.name) for library in loaded)}
    return content


def compile_standin(soname, symbols, directory):
    code, versions = [], collections.defaultdict(list)
    for symbol in sorted(symbols):
        is_object = symbol.type == "STT_OBJECT"
        code.append(f"char {symbol.name}[{OBJECT_BYTES}];" if is_object else f"long {symbol.name}(void) {{ return 0; }}")
        if symbol.version:
            versions[symbol.version].append(symbol.name)
    command = ["gcc", "-w", "-shared", "-fPIC", "-fno-builtin", "-nostdlib", f"-Wl,-soname,{soname}",
               "-x", "c", "-", "-o", str(directory / soname)]
    with tempfile.NamedTemporaryFile("w", suffix=".map") as script:
        for version, names in sorted(versions.items()):
            script.write(f"{version} {{ global: {' '.join(name + ';' for name in sorted(names))} }};\n")
        script.flush()
        if versions:
            command.append(f"-Wl,--version-script={script.name}")
        subprocess.run(command, input="\n".join(code) + "\n", text=True, check=True)


def fingerprint():
    return hashlib.sha256(pathlib.Path(__file__).read_bytes()).hexdigest()


def current(engine):
    """Whether ENGINE has a whole set made by this very version of the generator."""
    mark = pathlib.Path(engine) / "standins" / MARK
    return mark.exists() and mark.read_text() == fingerprint()


def make(engine):
    """Makes ENGINE/standins, replacing an older set."""
    print("engine: making stand-ins for the libraries that PANDA is linked with", file=sys.stderr)
    final = pathlib.Path(engine) / "standins"
    content = collect(engine)
    with tempfile.TemporaryDirectory(prefix=".standins-", dir=engine) as work:
        fresh = pathlib.Path(work) / "standins"
        fresh.mkdir()
        for soname, symbols in content.items():
            compile_standin(soname, symbols, fresh)
        (fresh / MARK).write_text(fingerprint())
        if final.exists():
            final.rename(pathlib.Path(work) / "outdated")
        fresh.rename(final)


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        sys.exit("usage: engine/standins.py ENGINE   (a build tree, an unpacked wheel or an install prefix)")
    try:
        make(sys.argv[1])
    except (Refused, OSError, subprocess.CalledProcessError) as trouble:
        sys.exit(f"engine: {trouble}")
