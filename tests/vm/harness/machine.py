# SPDX-License-Identifier: GPL-2.0-or-later
"""Which PANDA, which guest, which arguments."""

import os
import subprocess
from dataclasses import dataclass, field, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
BUILD = ROOT / "build"
LAUNCHER = BUILD / "bin/recctrl-panda"


def engine():
    """PANDA's directory: what make says, or the pinned one for a pytest that is started by hand."""
    if "ENGINE" not in os.environ:
        command = [ROOT / "engine/get", "--print-directory"]
        os.environ["ENGINE"] = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
    return Path(os.environ["ENGINE"])


@dataclass
class Machine:
    """The part of PANDA's arguments that a recording and its replay have in common."""

    target: str
    arguments: list = field(default_factory=list)
    plugins: Path = BUILD / "plugins"
    prefix: list = field(default_factory=list)  # a command that runs PANDA, in surroundings of its own

    def command(self, arguments):
        return [*self.prefix, str(LAUNCHER), "--engine", str(engine()), "--target", self.target, "--", *self.arguments, *arguments]

    def environment(self):
        return dict(os.environ, PANDA_DIR=str(self.plugins))

    def with_arguments(self, *arguments):
        return replace(self, arguments=[*self.arguments, *arguments])

    def without(self, argument):
        return replace(self, arguments=[word for word in self.arguments if word != argument])


def plugins_with_tests(target, directory):
    """Our plugins and those of tests/vm/plugin for this target, in a directory as PANDA wants it."""
    place = Path(f"{target}-softmmu/panda/plugins")
    (directory / place).mkdir(parents=True)
    for folder in (BUILD / "plugins", BUILD / "tests/plugins"):
        for file in (folder / place).glob("*.so"):
            (directory / place / file.name).symlink_to(file)
    return directory


def default_guest(target):
    """The Linux guest of this target as "recctrl vm" boots it."""
    return Machine(target, (BUILD / "guests" / target / "args").read_text().splitlines())


def linux(target, programs, directory):
    """The default guest of this target with more programs, {name: file} for those in its /bin, {path: file} for others;
    directory keeps its initramfs."""
    arguments = default_guest(target).arguments
    initrd = arguments.index("-initrd") + 1
    overlay, whole = directory / f"{target}-programs.cpio.gz", directory / f"{target}-initrd"
    members = [f"{Path('/bin', name)}={file}" for name, file in programs.items()]
    subprocess.run([ROOT / "guests/cpio.py", overlay, *members], check=True)
    # Linux unpacks archives that follow each other, each over what is there.
    whole.write_bytes(Path(arguments[initrd]).read_bytes() + overlay.read_bytes())
    arguments[initrd] = str(whole)
    return Machine(target, arguments)
