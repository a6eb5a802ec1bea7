# SPDX-License-Identifier: GPL-2.0-or-later
"""PANDA is killed at twenty random moments of a recording: nothing looks whole, and what can be repaired replays."""

import os
import random
import re
import signal
import struct
import tempfile
import time
from pathlib import Path

import pytest

from harness.contract1 import START, calls
from harness.process import until
from harness.recctrl import Recctrl

BUSY = "while :; do ls -l /bin | md5sum; done"
LONGEST = 1.0  # seconds from the start of a recording to its violent end

# How many are killed in which way.
WITH_CHILD = 7  # the snapshot's child dies too, as when the power fails, while it writes
ALONE = 3  # while the child writes, which it goes on to do
LATER = 10  # at any moment of the first second


def has_its_end(snapshot):
    """QEMU's stream ends with a description of itself: a 6, its length, and JSON of that length."""
    tail = snapshot.read_bytes()[-(1 << 20):]
    return any(struct.unpack_from(">I", tail, found.end())[0] == len(tail) - found.end() - 4
               for found in re.finditer(rb"\x06(?=....\{)", tail, re.DOTALL))


def wait_for_bytes(file, size):
    """Looks as often as it can: a snapshot is written in a fraction of a second."""
    until(lambda: file.exists() and file.stat().st_size >= size, f"for {size} bytes of {file.name}", pause=0)


def is_gone(group):
    """Whether the last process of a group has ended; nobody may have asked yet how."""
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, its_group = file.read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(its_group) == group and state != "Z":
            return False
    return True


class Killed:
    """What the killed recorders left, all in one directory."""

    def __init__(self, booted, directory, chance):
        self.booted, self.directory, self.chance = booted, directory, chance
        with booted.resume("nrec=1", directory) as guest:
            assert calls(guest, "toggle", "whole") == [START]
            guest.start("contract1 toggle whole")
            assert guest.wait() == 0
            guest.recorded("whole")
        self.snapshot_bytes = (directory / "whole-rr-snp").stat().st_size

    def kill(self, name, alone, moment):
        """moment(name): waits for it."""
        with self.booted.resume("nrec=1", self.directory) as guest:
            guest.start(f"contract1 toggle {name}; {BUSY}")
            wait_for_bytes(self.directory / f"{name}-rr-snp", 0)
            moment(name)
            group = guest.process.child.pid
            if alone:
                os.kill(group, signal.SIGKILL)
            else:
                os.killpg(group, signal.SIGKILL)
            assert guest.wait() == -signal.SIGKILL
            until(lambda: is_gone(group), "for the end of the snapshot's child")

    def while_the_snapshot_is_written(self, name):
        wait_for_bytes(self.directory / f"{name}-rr-snp", self.chance.uniform(0, 0.8) * self.snapshot_bytes)

    def at_any_time(self, _):
        time.sleep(self.chance.uniform(0, LONGEST))


@pytest.fixture(scope="module")
def killed(booted, directory):
    seed = int(os.environ.get("RECCTRL_SEED", random.randrange(10 ** 9)))
    print(f"RECCTRL_SEED={seed} repeats these moments, as far as the machine does")
    killed = Killed(booted, Path(tempfile.mkdtemp(dir=directory)), random.Random(seed))
    for number in range(WITH_CHILD + ALONE + LATER):
        killed.kill(f"x{number:02}", number >= WITH_CHILD,
                    killed.at_any_time if number >= WITH_CHILD + ALONE else killed.while_the_snapshot_is_written)
    return killed


def test_twenty_moments(killed, tmp_path):
    recctrl = Recctrl(killed.directory, tmp_path)
    listed = recctrl.list()
    assert listed.pop("whole")["state"] == "whole"
    names = [f"x{number:02}" for number in range(WITH_CHILD + ALONE + LATER)]
    assert sorted(listed) == names
    repaired = []
    for name in names:
        assert listed[name]["state"] == "incomplete" and listed[name]["reason"], name
        snapshot, log = (killed.directory / f"{name}-rr-{suffix}" for suffix in ("snp", "nondet.log"))
        before = log.read_bytes()
        if not has_its_end(snapshot):
            assert "its snapshot was not written to the end" in recctrl("repair", name, status=1).stderr
        elif len(before) < 4096:  # not one buffer of it was written
            assert "its log is too short" in recctrl("repair", name, status=1).stderr
        else:
            said = recctrl("repair", name).stdout
            lost = int(re.search(r"([\d ]+) bytes at the end of its log were cut off", said)[1].replace(" ", ""))
            after = log.read_bytes()
            assert after[8:-10] == before[8:len(before) - lost]
            repaired.append(name)
            continue
        assert recctrl.list()[name]["state"] == "incomplete" and log.read_bytes() == before
    # The child of a PANDA that was killed alone writes on; one that was killed itself does not.
    assert any(name not in repaired for name in names[:WITH_CHILD]) and repaired
    assert {recctrl.list()[name]["state"] for name in repaired} == {"repaired"}
    recctrl("verify", "--jobs", "2", *repaired)
