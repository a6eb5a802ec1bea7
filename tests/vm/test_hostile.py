# SPDX-License-Identifier: GPL-2.0-or-later
"""A program in user mode attacks with 100,000 calls: PANDA lives, writes nothing but recordings, and those replay."""

import pytest

from harness.hostile import CALLS, FREE, GUARDED, all_replay, attack, snapshot_child_holds, surroundings, total

KERNEL = "$(sed -n 's/ [A-Za-z] \\(_stext\\|init_task\\|jiffies_64\\)$/ 4/p' /proc/kallsyms)"


@pytest.fixture(scope="module")
def made(boot, directory):
    """The answers without and with a recording of the operator's, what was printed, all recordings, and what a snapshot's
    child holds."""
    guest = boot("checksum=y,max_starts=4,max_calls=0")
    output = []
    around = surroundings(guest.directory)

    def hostile(seed):
        output.append(guest.check(f"hostile {seed:x} {CALLS:x} {KERNEL}"))
        return output[-1]

    free, guarded, recordings = attack(guest, hostile)
    assert surroundings(guest.directory) == around
    assert guest.run("true") == ("", 0)
    child = snapshot_child_holds(guest)
    guest.quit()
    return free, guarded, output, recordings, child


def test_answers(made):
    free, guarded, output, _, _ = made
    for expected, answered in ((FREE, free), (GUARDED, guarded)):
        assert {kind: answered[kind] for kind in expected} == expected
    assert total(guarded, "0", "other") == 0
    for text in output:
        assert "device mapped\n" in text


def test_registers(made):
    """A call that was taken changes no other register; an unknown one is left to the processor, which changes some."""
    for text in made[2]:
        assert "registers 0\n" in text


def test_recordings_replay(made):
    all_replay(made[3])


def test_a_snapshots_child_holds_its_file_and_its_pipe_only(made):
    held, snapshot = made[4]
    assert [file for file in held if file.startswith("pipe:")] == held[-1:], held
    assert set(held[:-1]) == {str(snapshot)}, held
