# SPDX-License-Identifier: GPL-2.0-or-later
"""The header compiles without a word in every C and C++, and does to registers what it says."""
import itertools
import os
import pathlib
import re
import subprocess

import pytest

import compilers
from compilers import GNU, ROOT

HERE = pathlib.Path(__file__).parent
C = ("c89", "c99", "c11", "c17", "c2x")
CXX = ("c++98", "c++11", "c++14", "c++17", "c++20")
LEVELS = ("-O0", "-O1", "-O2", "-O3", "-Os")
STRICT = ("-Wall", "-Wextra", "-Wpedantic", "-Werror", f"-I{ROOT}/include")

CODES = ("-fno-pic", "-fPIC")

# Compiler and flags of every kind of code that has a call, and of one that has none.
GCC = ["gcc", "gcc -m32", "gcc -mx32", "arm-linux-gnueabi-gcc -marm", "arm-linux-gnueabi-gcc -mthumb",
       "arm-linux-gnueabi-gcc -mthumb -march=armv4t", "arm-linux-gnueabi-gcc -mthumb -march=armv7-a",
       "aarch64-linux-gnu-gcc", "mips-linux-gnu-gcc -mabi=32", "mips-linux-gnu-gcc -mabi=64 -EL -march=mips64"]
CLANG = ["clang", "clang -m32", "clang --target=armv5te-linux-gnueabi", "clang --target=armv5te-linux-gnueabi -mthumb",
         "clang --target=armv7-linux-gnueabihf -mthumb", "clang --target=aarch64-linux-gnu",
         "clang --target=mipsel-linux-gnu", "clang --target=mips64-linux-gnuabi64", "clang --target=riscv64-linux-gnu"]
CPLUSPLUS = ["g++", "g++ -m32", "clang++", "clang++ -m32", "clang++ --target=armv5te-linux-gnueabi -mthumb",
             "clang++ --target=aarch64-linux-gnu", "clang++ --target=mips-linux-gnu"]


def combinations(compiler, standards):
    """All of them for the host's compilers; for the others each standard, and each kind of code."""
    codes = ("-fPIC",) if "mips64-" in compiler else CODES
    if "-linux-" not in compiler:
        return list(itertools.product(standards, LEVELS, codes))
    return [*((standard, "-O2", "-fPIC") for standard in standards),
            *itertools.product([standards[1]], LEVELS, codes)]


def compile_all(compiler, standards, language, output):
    failures = []
    for standard, level, code in combinations(compiler, standards):
        command = [*compiler.split(), "-x", language, f"-std={standard}", level, code, *STRICT, "-ffreestanding", "-c",
                   str(HERE / "use.c"), "-o", str(output)]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        if result.returncode != 0 or result.stderr:
            failures.append(f"{' '.join(command)}\n{result.stderr}")
    assert not failures, "\n".join(failures[:3])


@pytest.mark.parametrize("compiler", GCC + CLANG)
def test_it_is_any_c(compiler, tmp_path):
    compile_all(compiler, C, "c", tmp_path / "use.o")


@pytest.mark.parametrize("compiler", CPLUSPLUS)
def test_it_is_any_cplusplus(compiler, tmp_path):
    compile_all(compiler, CXX, "c++", tmp_path / "use.o")


# Where the CPU itself executes the instruction.
RETURNING = [(name, compiler) for name in ("x86_64", "i386") for compiler in ("gcc", "clang")]
RETURNING += [(name, "mips-linux-gnu-gcc") for name in ("mips", "mipsel", "mips64", "mips64el")]


@pytest.mark.parametrize("name,compiler", RETURNING)
def test_a_call_changes_no_other_register(name, compiler, tmp_path):
    arch = compilers.arch(name)
    arch.compiler = compiler
    program = tmp_path / "registers"
    start_up = tmp_path / "start_up.o"
    arch.start_up(start_up)
    for code, level in itertools.product(CODES[:1] if arch.isa == "mips" else CODES, LEVELS):
        arch.link(program, level, code, str(HERE / "registers.c"), str(HERE / "saved.S"), str(start_up))
        assert arch.run(program).stdout == "same\n", (code, level)


def disassemble(compiler, flags, tmp_path):
    """Instructions of a function that makes a call, as (bytes, text)."""
    output = tmp_path / "use.o"
    subprocess.run([f"{compiler}gcc", *flags, "-O1", "-ffreestanding", f"-I{ROOT}/include", "-c", str(HERE / "use.c"),
                    "-o", str(output)], check=True)
    text = subprocess.run([f"{compiler}objdump", "-d", str(output)], stdout=subprocess.PIPE, text=True,
                          check=True).stdout
    return re.findall(r"^ +[0-9a-f]+:\t([0-9a-f ]+?) *\t(.*)$", text, re.MULTILINE)


ENCODINGS = [
    ("", ["-m64"], ["0f a2"], ["cpuid"]),
    ("", ["-m32"], ["0f a2"], ["cpuid"]),
    (GNU["arm"], ["-marm"], ["ee000710"], [r"mcr\s+7, 0, r0, cr0, cr0, \{0\}"]),
    (GNU["arm"], ["-mthumb", "-march=armv7-a"], ["ee00 0710"], [r"mcr\s+7, 0, r0, cr0, cr0, \{0\}"]),
    (GNU["arm"], ["-mthumb", "-march=armv5te"], ["4778", "46c0", "ee000710", "e28f3001", "e12fff13"],
     [r"bx\s+pc", "nop", r"mcr\s+7, 0, r0, cr0, cr0, \{0\}", r"add\s+r3, pc, #1", r"bx\s+r3"]),
    (GNU["aarch64"], [], ["d500501f"], [r"msr\s+s0_0_c5_c0_0, xzr"]),
    (GNU["mips"], ["-EB"], ["0000000a"], [r"movz\s+zero,zero,zero"]),
    (GNU["mips"], ["-EL"], ["0000000a"], [r"movz\s+zero,zero,zero"]),
    (GNU["mips"], ["-mabi=64", "-march=mips64"], ["0000000a"], [r"movz\s+zero,zero,zero"]),
]


@pytest.mark.parametrize("compiler,flags,codes,texts", ENCODINGS)
def test_the_instruction_is_encoded_as_documented(compiler, flags, codes, texts, tmp_path):
    found = disassemble(compiler, flags, tmp_path)
    places = [at for at in range(len(found)) if [code for code, _ in found[at:at + len(codes)]] == codes]
    assert places, found
    for at in places:
        for (_, text), expected in zip(found[at:], texts):
            assert re.match(expected, text), text


def test_a_call_of_aarch64_begins_a_block(tmp_path):
    found = disassemble(GNU["aarch64"], [], tmp_path)
    before = [found[at - 1][1] for at in range(len(found)) if found[at][0] == "d500501f"]
    assert before and all(text.startswith("b\t") for text in before), before


def test_a_call_of_thumb_1_is_aligned(tmp_path):
    """"bx pc" goes on at the next word."""
    output = tmp_path / "use.o"
    subprocess.run([f"{GNU['arm']}gcc", "-mthumb", "-march=armv4t", "-O2", "-ffreestanding", f"-I{ROOT}/include", "-c",
                    str(HERE / "use.c"), "-o", str(output)], check=True)
    text = subprocess.run([f"{GNU['arm']}objdump", "-d", str(output)], stdout=subprocess.PIPE, text=True,
                          check=True).stdout
    addresses = [int(address, 16) for address in re.findall(r"^ +([0-9a-f]+):\t4778", text, re.MULTILINE)]
    assert addresses and all(address % 4 == 0 for address in addresses)


POSIX = [["gcc"], ["clang"], ["g++", "-x", "c++"], ["aarch64-linux-gnu-gcc", "-static"]]


@pytest.mark.parametrize("level", ["-O0", "-O2"])
@pytest.mark.parametrize("compiler", POSIX, ids=lambda words: words[0])
def test_a_posix_program_runs_anywhere(compiler, level, tmp_path):
    program = tmp_path / "use"
    subprocess.run([*compiler, level, *STRICT, "-D_POSIX_C_SOURCE=200112L", str(HERE / "use_posix.c"), "-o",
                    str(program)], check=True)
    launcher = ["qemu-aarch64-static"] if "aarch64" in compiler[0] else []
    result = subprocess.run([*launcher, program], capture_output=True, text=True, timeout=60, check=False)
    assert (result.stdout, result.stderr) == ("0 1 no recctrl in this machine\n" * 3 + "1\n", "")
    assert result.returncode == 0


@pytest.mark.parametrize("text,message", [
    ('#include "recctrl.h"\n#include "recctrl/posix.h"\n', "instead of recctrl.h, not after it"),
    ('#include "recctrl/posix.h"\n', "needs POSIX"),
])
def test_wrong_use_is_told(text, message, tmp_path):
    command = ["gcc", "-std=c99", f"-I{ROOT}/include", "-x", "c", "-c", "-", "-o", os.devnull]
    result = subprocess.run(command, input=text, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert result.returncode != 0 and message in result.stderr
