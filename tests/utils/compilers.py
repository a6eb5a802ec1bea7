# SPDX-License-Identifier: GPL-2.0-or-later
"""Architectures of the guest side, and what compiles and runs their programs here."""
import dataclasses
import pathlib
import platform
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = ROOT / "build/utils"
ARCHES = sorted(path.stem for path in (ROOT / "utils/arch").glob("*.mk") if not path.stem.endswith("-windows"))
QEMU = {"armel": "arm", "armhf": "arm"}
GNU = {"arm": "arm-linux-gnueabi-", "aarch64": "aarch64-linux-gnu-", "mips": "mips-linux-gnu-"}
START_UP = ("print.c", "text.c", "sys/linux.c", "sys/memory.c", "sys/start.c")
NATIVE = {"x86_64": ("x86_64", "i386")}.get(platform.machine(), ())


@dataclasses.dataclass
class Arch:
    name: str
    compiler: str
    isa: str
    flags: list

    @property
    def utility(self):
        return BUILD / self.name / "recctrlu"

    @property
    def launcher(self):
        """The words in front of a program that is not the host's."""
        return [] if self.name in NATIVE else [f"qemu-{QEMU.get(self.name, self.name)}-static"]

    def run(self, program, *words, **options):
        return subprocess.run([*self.launcher, program, *words], capture_output=True, text=True, check=False,
                              timeout=60, **options)

    def command(self, *words):
        """Compiles without a C library."""
        quiet = [] if self.compiler == "clang" else ["-fno-tree-loop-distribute-patterns"]
        command = [self.compiler, *self.flags, "-std=c11", "-Wall", "-Wextra", "-Werror", f"-I{ROOT}",
                   f"-I{ROOT}/include", "-ffreestanding", "-fno-stack-protector", "-fno-builtin", *quiet, *words]
        subprocess.run(command, check=True)

    def start_up(self, output):
        """What a program without a C library begins with, which calls recctrlu_main(): one object file."""
        self.command("-Os", "-r", "-nostdlib", *(str(ROOT / "utils" / file) for file in START_UP),
                     str(ROOT / f"utils/sys/{self.isa}.S"), "-o", str(output))

    def link(self, output, *words):
        self.command("-nostdlib", "-static", "-Wl,-z,noexecstack", *words, "-o", str(output))


def arch(name):
    """What utils/arch/NAME.mk says."""
    text = subprocess.run(["make", "-s", "-f", "-", "show", f"ARCH={name}", "CC=gcc"], cwd=ROOT / "utils", text=True,
                          input="include arch/$(ARCH).mk\nshow:\n\t@echo $(COMPILER) $(ISA) $(ISA_FLAGS)\n",
                          stdout=subprocess.PIPE, check=True).stdout.split()
    return Arch(name, text[0], text[1], text[2:])
