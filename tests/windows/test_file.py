# SPDX-License-Identifier: GPL-2.0-or-later
"""recctrlu.exe as a file: for which machine it is, and that it needs no library but Windows' own."""
import pathlib
import re
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SIZE_MAX = 20000
FORMATS = {"i386-windows": "pei-i386", "x86_64-windows": "pei-x86-64"}


@pytest.fixture(params=sorted(FORMATS))
def arch(request):
    return request.param


@pytest.fixture
def program(arch):
    return ROOT / "build/utils" / arch / "recctrlu.exe"


def test_every_windows_is_known():
    assert sorted(path.stem for path in (ROOT / "utils/arch").glob("*-windows.mk")) == sorted(FORMATS)


def test_it_needs_kernel32_alone(arch, program):
    headers = subprocess.run(["x86_64-w64-mingw32-objdump", "-p", program], stdout=subprocess.PIPE, text=True,
                             check=True).stdout
    assert headers.split("file format ")[1].split()[0] == FORMATS[arch]
    assert re.findall(r"DLL Name: (.*)", headers) == ["KERNEL32.dll"]
    assert "(Windows CUI)" in headers


def test_it_holds_the_instruction_and_is_small(program):
    content = program.read_bytes()
    assert bytes.fromhex("0fa2") in content and len(content) <= SIZE_MAX


def test_it_is_the_same_when_built_again(arch, program, tmp_path):
    subprocess.run(["make", "-s", "-C", ROOT / "utils", f"ARCH={arch}", f"BUILD={tmp_path}", "CFLAGS=", "built"], check=True)
    assert (tmp_path / arch / "recctrlu.exe").read_bytes() == program.read_bytes()
