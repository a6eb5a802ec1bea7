# SPDX-License-Identifier: GPL-2.0-or-later
"""Replays a recording on a PANDA that does not load panda_recctrl."""

import re
from dataclasses import dataclass

from .process import PATIENCE, Process

CHECKSUM = re.compile(r"^recctrl-checksum: replay ram=([0-9a-f]{8}) registers=([0-9a-f]{8}) instructions=(\d+)$",
                      re.MULTILINE)


@dataclass
class Replay:
    """How a replay ended."""

    completed: bool
    status: int
    ram: str = None
    registers: str = None
    instructions: int = None
    output: str = ""

    def state(self):
        return self.ram, self.registers, self.instructions


def replay(machine, name, directory, plugins=(), timeout=PATIENCE, pass_fds=()):
    """Replays directory/name on a harness.machine.Machine."""
    arguments = ["-serial", "null", "-monitor", "none"]
    for plugin in ("recctrl_checksum", *plugins):
        arguments += ["-panda", plugin]
    process = Process(machine.command(arguments + ["-replay", name]), directory, machine.environment(), pass_fds)
    try:
        status = process.wait(timeout)
    finally:
        process.kill()
    output = process.output.text()
    result = Replay("Replay completed successfully" in output, status, output=output)
    found = CHECKSUM.search(output)
    if found:
        result.ram, result.registers, result.instructions = found[1], found[2], int(found[3])
    return result
