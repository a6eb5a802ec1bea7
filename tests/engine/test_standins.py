# SPDX-License-Identifier: GPL-2.0-or-later
"""The stand-in libraries, against the ELF files that they are made from."""
import shutil
import subprocess

import pytest
import standins
from elftools.elf.elffile import ELFFile

TARGETS = ["aarch64", "arm", "i386", "mips", "mips64", "mipsel", "ppc", "x86_64"]


def defined(path):
    """Returns {(name, version, type)} of what a library defines; version None where it has none."""
    with open(path, "rb") as file:
        elf = ELFFile(file)
        section = elf.get_section_by_name(".gnu.version_d")
        versions = {}
        if section is not None:
            for version, names in section.iter_versions():
                versions[version["vd_ndx"]] = next(iter(names)).name
        indices = elf.get_section_by_name(".gnu.version")
        found = set()
        for index, symbol in enumerate(elf.get_section_by_name(".dynsym").iter_symbols()):
            if symbol["st_shndx"] != "SHN_UNDEF" and symbol.name:
                ndx = indices.get_symbol(index)["ndx"] if indices is not None else None
                version = versions.get(ndx & 0x7fff) if isinstance(ndx, int) else None
                found.add((symbol.name, version, symbol["st_info"]["type"]))
        return found


@pytest.fixture(scope="module")
def exports(engine):
    return {path.name: defined(path) for path in (engine / "standins").glob("*.so*")}


@pytest.mark.parametrize("target", TARGETS)
def test_every_versioned_symbol_is_there_with_its_version_and_kind(engine, exports, target):
    with open(engine / f"{target}-softmmu/libpanda-{target}.so", "rb") as file:
        wanted = [symbol for symbol in standins.wanted(ELFFile(file))
                  if symbol.library and not standins.REAL.match(symbol.library)]
    assert len(wanted) > 300
    missing = [symbol for symbol in wanted if (symbol.name, symbol.version, symbol.type) not in exports[symbol.library]]
    assert not missing


@pytest.mark.parametrize("target", TARGETS)
def test_libpanda_loads_and_speaks(engine, launcher, target):
    """Every symbol is bound at load time, so one that is missing would end this."""
    result = subprocess.run([launcher, "--engine", engine, "--target", target, "--", "-version"],
                            capture_output=True, text=True, check=False, timeout=60)
    assert (result.returncode, result.stderr) == (0, "")
    assert "QEMU emulator version 2.9.1" in result.stdout


def test_each_standin_bears_its_soname(engine):
    for path in (engine / "standins").glob("*.so*"):
        with open(path, "rb") as file:
            dynamic = ELFFile(file).get_section_by_name(".dynamic")
            assert [tag.soname for tag in dynamic.iter_tags("DT_SONAME")] == [path.name]


def test_an_object_is_zeros_and_large_enough(engine):
    with open(engine / "standins" / standins.UNVERSIONED, "rb") as file:
        elf = ELFFile(file)
        symbol = elf.get_section_by_name(".dynsym").get_symbol_by_name("epoxy_glClear")[0]
        assert symbol["st_size"] == standins.OBJECT_BYTES
        assert elf.get_section(symbol["st_shndx"])["sh_type"] == "SHT_NOBITS"


def test_no_standin_shadows_what_panda_really_calls(engine, exports):
    assert not [name for name in exports if standins.REAL.match(name)]
    names = {name for name, _, _ in exports[standins.UNVERSIONED]}
    assert "XFree" in names
    assert not [name for name in names if name.startswith(("g_", "pixman_", "fdt_", "gzopen"))]


def test_a_set_of_another_generator_is_made_anew(engine, tmp_path):
    target = tmp_path / "ppc-softmmu"
    target.mkdir()
    shutil.copy(engine / "ppc-softmmu/libpanda-ppc.so", target)
    standins.make(tmp_path)
    assert standins.current(tmp_path)
    (tmp_path / "standins" / standins.MARK).write_text("another")
    (tmp_path / "standins" / "libold.so.1").touch()
    assert not standins.current(tmp_path)
    standins.make(tmp_path)
    assert standins.current(tmp_path)
    assert not (tmp_path / "standins" / "libold.so.1").exists()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("place", ["ppc-softmmu", "build/ppc-softmmu", "pandare/data/ppc-softmmu", "bin"])
def test_an_engine_of_any_layout_starts_once_it_has_standins(engine, launcher, tmp_path, place):
    (tmp_path / place).mkdir(parents=True)
    (tmp_path / place / "libpanda-ppc.so").symlink_to(engine / "ppc-softmmu/libpanda-ppc.so")
    command = [launcher, "--engine", tmp_path, "--target", "ppc", "--", "-version"]
    assert subprocess.run(command, capture_output=True, check=False, timeout=60).returncode == 1
    standins.make(tmp_path)
    subprocess.run(command, capture_output=True, check=True, timeout=60)


def test_a_directory_without_panda_is_refused(tmp_path):
    with pytest.raises(standins.Refused, match="holds no libpanda-<target>.so"):
        standins.make(tmp_path)
