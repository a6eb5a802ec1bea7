# SPDX-License-Identifier: GPL-2.0-or-later
"""What protects the programs and libraries that read what a guest or a stranger has written, looked up in their files.
(The guest's utility, which links no library, is looked at in tests/utils/binary.)"""
import pathlib
import platform

import pytest
from elftools.elf.constants import P_FLAGS
from elftools.elf.elffile import ELFFile

BUILD = pathlib.Path(__file__).resolve().parents[2] / "build"
PROGRAMS = {"recctrl": "main", "recctrl-panda": "main"}
PLUGINS = sorted(path.relative_to(BUILD) for path in BUILD.glob("plugins/*/panda/plugins/*.so"))
MODULE = pathlib.Path("utils") / platform.machine() / "pam_recctrl.so"
FILES = {pathlib.Path("bin") / name: "main" for name in PROGRAMS} | {path: "init_plugin" for path in PLUGINS} | {
    MODULE: "pam_sm_open_session"}

DF_BIND_NOW, DF_1_NOW, DF_1_PIE = 0x8, 0x1, 0x08000000
ENDBR64 = bytes.fromhex("f30f1efa")
# Of what would give a guest's string to a shell, or write behind a buffer's end.
FORBIDDEN = {"system", "popen", "wordexp", "execlp", "execl", "execle", "gets", "strcpy", "strcat", "sprintf", "vsprintf",
             "mktemp", "tmpnam", "tempnam"}


@pytest.fixture(params=FILES, ids=str)
def elf(request):
    with open(BUILD / request.param, "rb") as file:
        elf = ELFFile(file)
        elf.name, elf.entry = request.param, FILES[request.param]
        yield elf


def flags(elf):
    tags = {tag.entry.d_tag: tag.entry.d_val for tag in elf.get_section_by_name(".dynamic").iter_tags()}
    return tags, tags.get("DT_FLAGS", 0), tags.get("DT_FLAGS_1", 0)


def imported(elf):
    return {symbol.name for symbol in elf.get_section_by_name(".dynsym").iter_symbols()
            if symbol["st_shndx"] == "SHN_UNDEF"}


def test_there_are_all():
    names = {path.name for path in FILES}
    assert {"recctrl", "recctrl-panda", "panda_recctrl.so", "panda_recctrl_checksum.so", "panda_recctrl_replay.so",
            "panda_recctrl_transcript.so", "pam_recctrl.so"} == names


def test_it_lies_anywhere(elf):
    tags, _, flags_1 = flags(elf)
    assert elf["e_type"] == "ET_DYN" and "DT_TEXTREL" not in tags
    assert bool(flags_1 & DF_1_PIE) == (elf.entry == "main")


def test_its_tables_are_read_only(elf):
    tags, first, second = flags(elf)
    assert first & DF_BIND_NOW and second & DF_1_NOW
    assert any(segment["p_type"] == "PT_GNU_RELRO" for segment in elf.iter_segments())
    assert not {"DT_RPATH", "DT_RUNPATH"} & tags.keys()


def test_nothing_is_writable_and_executable(elf):
    segments = [segment for segment in elf.iter_segments() if segment["p_type"] in ("PT_LOAD", "PT_GNU_STACK")]
    assert "PT_GNU_STACK" in {segment["p_type"] for segment in segments}
    for segment in segments:
        assert not (segment["p_flags"] & P_FLAGS.PF_W and segment["p_flags"] & P_FLAGS.PF_X)


def test_its_buffers_are_guarded(elf):
    """By a value behind them on the stack, and by functions of the C library that know their size."""
    names = imported(elf)
    assert any(name.endswith("_chk") for name in names)
    if elf.name.name != "panda_recctrl_replay.so":  # which has no array on its stack
        assert "__stack_chk_fail" in names


@pytest.mark.skipif(platform.machine() != "x86_64", reason="only x86 has this instruction")
def test_it_can_be_entered_by_marked_places_only(elf):
    """Debian's start-up files lack the mark, so the linker can't set the file's; the code has it."""
    table = elf.get_section_by_name(".symtab")
    (symbol,) = [symbol for symbol in table.iter_symbols() if symbol.name == elf.entry and symbol["st_size"] > 0]
    section = elf.get_section(symbol["st_shndx"])
    start = symbol["st_value"] - section["sh_addr"]
    assert section.data()[start:start + 4] == ENDBR64


def test_it_calls_no_shell_and_nothing_unbounded(elf):
    assert not imported(elf) & FORBIDDEN
