# SPDX-License-Identifier: GPL-2.0-or-later
"""The call from each mode of an x86 CPU: the name is found, the guest goes on at the right place, and it replays."""

import pytest

from harness.baremetal import booted

MODES32 = ["protected", "prefix-66", "prefix-67", "prefix-rep", "prefix-repne", "prefix-cs", "prefix-several",
           "prefix-many", "prefix-too-many", "prefix-vex2", "prefix-vex3", "shifted", "big16", "real", "paged", "user",
           "page-end"]
MODES64 = ["guarded", "long", "long-rex", "long-high", "compatible"]

# A start, a call that is an error, and a stop; each followed by the four instructions that are counted.
EXPECTED = "00000001/00000004 ffffffff/00000004 00000002/00000004"

MACHINES = {"i386": (["-m", "16"], MODES32), "x86_64": (["-m", "16", "-cpu", "qemu64,+smep,+smap"], MODES32 + MODES64)}
EACH = [(target, mode) for target, (_, modes) in MACHINES.items() for mode in modes]


@pytest.fixture(scope="module")
def made(request):
    """What the guest printed, by the line's first word, and the recordings by their mode."""
    arguments, modes = MACHINES[request.param]
    with booted(request.param, "x86-modes", arguments, "checksum=y") as guest:
        guest.expect(rb"^done\r?\n")
        lines = dict(line.split(" ", 1) for line in guest.console.text.text().splitlines() if " " in line)
        recordings = {mode: guest.recorded(f"{mode}_{number:03}") for number, mode in enumerate(modes)}
        guest.quit()
        yield lines, recordings


@pytest.mark.parametrize("made, mode", EACH, indirect=["made"], scope="module")
def test_mode(made, mode):
    lines, recordings = made
    assert lines[mode] == EXPECTED
    result = recordings[mode].replay()
    assert result.completed, result.output
    assert result.state() == recordings[mode].state()


@pytest.mark.parametrize("made", MACHINES, indirect=True, scope="module")
def test_page_behind_the_call_was_absent(made):
    lines, _ = made
    assert lines["page-end-faults"] == "00000003"
