# SPDX-License-Identifier: GPL-2.0-or-later
"""Guests without an operating system (tests/baremetal)."""

import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from .guest import Guest
from .machine import BUILD, Machine


class BareGuest(Guest):
    """A guest that prints lines; the commands are those of tests/baremetal/guest/commands.c."""

    def expect(self, pattern, start=0, timeout=60):
        return self.console.expect(pattern, start, timeout)

    def command(self, letter):
        """The number that a command answers with."""
        before = len(self.console.text.data)
        self.console.send(letter.encode())
        return int(self.expect(rb"^[a-z-]+ ([0-9a-f]{8})\r?\n", before)[1], 16)


def bare_machine(target, program, arguments, reboots=False):
    """The machine for a program of tests/baremetal; reboots: a reset does not end PANDA."""
    return Machine(target, ["-kernel", str(BUILD / f"tests/baremetal/{program}.elf"), *arguments, "-net", "none",
                            "-display", "none", *([] if reboots else ["-no-reboot"])])


@contextmanager
def booted(target, program, arguments, plugin, plugins=BUILD / "plugins", reboots=False):
    """Starts a program of tests/baremetal; its recordings live as long as the context."""
    machine = replace(bare_machine(target, program, arguments, reboots), plugins=plugins)
    directory = Path(tempfile.mkdtemp(prefix="recctrl-baremetal-"))
    try:
        with BareGuest(machine, ",".join(filter(None, [f"dir={directory}", plugin])), directory) as guest:
            yield guest
    finally:
        shutil.rmtree(directory)
