# SPDX-License-Identifier: GPL-2.0-or-later
"""recctrlu as it is built for each architecture: what kind of file it is, and that it runs."""
import os
import pathlib
import re
import socket
import subprocess

import pytest
from elftools.elf.constants import P_FLAGS
from elftools.elf.elffile import ELFFile

import compilers
from compilers import ROOT

HERE = pathlib.Path(__file__).parent
MACHINES = {"i386": ("EM_386", 32, True), "x86_64": ("EM_X86_64", 64, True), "armel": ("EM_ARM", 32, True),
            "armhf": ("EM_ARM", 32, True), "aarch64": ("EM_AARCH64", 64, True), "mips": ("EM_MIPS", 32, False),
            "mipsel": ("EM_MIPS", 32, True), "mips64": ("EM_MIPS", 64, False), "mips64el": ("EM_MIPS", 64, True)}
CODES = {"x86_64": "0fa2", "i386": "0fa2", "arm": "ee000710", "aarch64": "d500501f", "mips": "0000000a"}
SIZE_MAX = {"x86_64": 16000, "i386": 16000}
SIZE_MAX_ELSEWHERE = 30000
ABSENT = "recctrlu: no recctrl in this machine\n"


def test_its_file(arch):
    with open(arch.utility, "rb") as file:
        elf = ELFFile(file)
        assert (elf["e_machine"], elf.elfclass, elf.little_endian) == MACHINES[arch.name]
        assert elf["e_type"] == "ET_EXEC"
        types = [segment["p_type"] for segment in elf.iter_segments()]
        assert "PT_INTERP" not in types and "PT_DYNAMIC" not in types
        for segment in elf.iter_segments():
            if segment["p_type"] == "PT_LOAD":
                assert not (segment["p_flags"] & P_FLAGS.PF_W and segment["p_flags"] & P_FLAGS.PF_X)
        (stack,) = [segment for segment in elf.iter_segments() if segment["p_type"] == "PT_GNU_STACK"]
        assert not stack["p_flags"] & P_FLAGS.PF_X


def test_its_size(arch):
    assert arch.utility.stat().st_size <= SIZE_MAX.get(arch.name, SIZE_MAX_ELSEWHERE)


def test_it_holds_the_instruction(arch):
    code = bytes.fromhex(CODES[arch.isa])
    if MACHINES[arch.name][2] and arch.isa not in ("x86_64", "i386"):
        code = code[::-1]
    assert code in arch.utility.read_bytes()


def test_it_has_no_c_library(arch, tmp_path):
    """Linked again with its symbols: each is from utils/, or the linker's."""
    program = ROOT / "build/utils" / arch.name / "recctrlu"
    sources = [str(path) for folder in ("utils", "utils/command") for path in (ROOT / folder).glob("*.c")
               if path.name not in compilers.START_UP]
    arch.start_up(tmp_path / "start_up.o")
    arch.link(tmp_path / "recctrlu", "-Os", "-DRECCTRLU_VERSION=\"0\"", *sources, str(tmp_path / "start_up.o"))
    symbols = subprocess.run(["nm", tmp_path / "recctrlu"], stdout=subprocess.PIPE, text=True, check=True).stdout
    names = {line.split()[-1] for line in symbols.splitlines()}
    assert "recctrlu_start" in names and not names & {"__libc_start_main", "printf", "malloc", "main"}
    assert b"GLIBC" not in program.read_bytes() and b"musl" not in program.read_bytes()


@pytest.mark.parametrize("words", [["check"], ["status"], ["toggle", "x"], ["open_session", "x"], ["stop"],
                                   ["close_session", "x"], ["start", "x"], ["run", "x", "--", "echo", "was run"],
                                   ["open_session", "--session", "1.2", "x"]], ids=" ".join)
def test_there_is_no_recctrl_here(arch, words):
    """The real instruction: CPUID answers, MIPS does nothing, ARM ends in SIGILL."""
    result = arch.run(arch.utility, *words)
    assert (result.returncode, result.stdout, result.stderr) == (69, "", ABSENT)


def test_version_and_help(arch):
    version = re.search(r'VERSION "(.*)"', (ROOT / "common/version.h").read_text())[1]
    assert arch.run(arch.utility, "--version").stdout == f"recctrlu {version}\n"
    texts = [arch.run(arch.utility, *words) for words in (["help"], ["--help"], ["-h"], ["run", "--help"])]
    assert {(text.returncode, text.stderr) for text in texts} == {(0, "")}
    assert len({text.stdout for text in texts}) == 1
    for command in (ROOT / "utils/command").glob("*.c"):
        assert re.search(rf"^  {command.stem}\b", texts[0].stdout, re.MULTILINE), command.stem


def test_the_system_calls(arch, tmp_path):
    program = tmp_path / "system"
    arch.start_up(tmp_path / "start_up.o")
    arch.link(program, "-O1", str(HERE / "system.c"), str(tmp_path / "start_up.o"))
    work = tmp_path / "work"
    (work / "many").mkdir(parents=True)
    (work / "hello").write_text("hello\n")
    for number in range(100):
        (work / "many" / f"{number:030d}").touch()
        (work / "many" / f".{number}").touch()
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(os.path.relpath(work / "socket"))  # longer names do not fit
        result = arch.run(program, str(work), "a b", cwd=work, env={"X": "y"}, start_new_session=True)
        assert listener.recv(100, socket.MSG_DONTWAIT) == b"datagram"
    assert (result.returncode, result.stdout, result.stderr) == (0, "signal SIGILL\n", "")
