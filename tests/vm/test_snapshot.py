# SPDX-License-Identifier: GPL-2.0-or-later
"""Snapshots whose writers stand still until the test lets them go on, or kills them."""

import os
import re
import signal
import time
from contextlib import contextmanager
from pathlib import Path

from harness.baremetal import booted
from harness.machine import BUILD
from harness.process import until

NOOP, START, STOP = 0, 1, 2
RECORDING = 0x53540001  # what status says
PENDING = 0x10
UNFINISHED = 4  # as many recordings may be ended and not yet whole before a start waits

PLUGIN = "x86_64-softmmu/panda/plugins/panda_held_children.so"


@contextmanager
def guest_with_held_children(directory, arguments="checksum=y", machine=()):
    plugins = directory / Path(PLUGIN).parent
    plugins.mkdir(parents=True)
    for file in [BUILD / "tests/plugins" / PLUGIN, *(BUILD / "plugins" / PLUGIN).parent.glob("*.so")]:
        (plugins / file.name).symlink_to(file)
    with booted("x86_64", "pc", ["-m", "16", "-panda", "held_children", *machine], arguments, plugins=directory) as guest:
        guest.expect(rb"^ready\r?\n")
        yield guest


def stands_still(child):
    try:
        return Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[0] == "T"
    except FileNotFoundError:
        return False


def held(guest, count=1):
    """The children, oldest first, once there are as many as that and all stand still."""
    def all_stand_still():
        return len(guest.process.children()) == count and all(map(stands_still, guest.process.children()))

    until(all_stand_still, f"{count} of PANDA's children to stand still")
    return sorted(guest.process.children())


def let_go(guest):
    """The child that stands still."""
    (child,) = held(guest)
    os.kill(child, signal.SIGCONT)


def assert_replays(recording):
    result = recording.replay()
    assert result.completed, result.output
    assert result.state() == recording.state()


def test_the_guest_runs_on_meanwhile(tmp_path):
    """The recording is whole only when its snapshot is, however long that takes after its end."""
    with guest_with_held_children(tmp_path, "") as guest:
        assert guest.command("s") == START
        assert guest.command("?") == RECORDING | PENDING
        guest.command("b")
        assert guest.command("e") == STOP
        recording = guest.directory / "bare_000-rr.json"
        held(guest)
        assert '"recording"' in recording.read_text()
        let_go(guest)
        guest.recorded("bare_000")


def test_memory_that_a_child_would_see_change(tmp_path):
    """The snapshot of memory that is shared with other processes is written while the guest waits."""
    memory = tmp_path / "memory"
    machine = ["-object", f"memory-backend-file,id=memory,size=16M,mem-path={memory},share=on",
               "-numa", "node,memdev=memory"]
    with guest_with_held_children(tmp_path, "", machine) as guest:
        assert guest.command("s") == START
        assert not guest.process.children()
        assert guest.command("?") == RECORDING
        assert guest.command("e") == STOP
        assert guest.recorded("bare_000").replay().completed


def test_a_writer_that_is_killed(tmp_path):
    """Its recording says so; the guest and the next recording are not harmed."""
    with guest_with_held_children(tmp_path) as guest:
        assert guest.command("s") == START
        (child,) = held(guest)
        os.kill(child, signal.SIGKILL)
        until(lambda: guest.command("?") == RECORDING, "the snapshot to end")
        assert guest.command("e") == STOP
        let_go(guest)  # the checksum's child
        said = guest.said(rb"^recctrl: bare_000 is incomplete: ([^\n]*)$")[1].decode()
        assert re.match(r"snapshot: .*signal 9", said)
        assert said in (guest.directory / "bare_000-rr.json").read_text()
        assert guest.command("s") == START
        let_go(guest)
        assert guest.command("e") == STOP
        let_go(guest)
        assert_replays(guest.recorded("bare_001"))


def test_a_start_while_earlier_snapshots_are_written(tmp_path):
    """Several are written at once; when as many recordings as may be are unfinished, a start waits for the first."""
    with guest_with_held_children(tmp_path, "") as guest:
        for _ in range(UNFINISHED):
            assert guest.command("s") == START
            assert guest.command("e") == STOP
        children = held(guest, UNFINISHED)
        before = len(guest.console.text.data)
        guest.console.send(b"s")
        time.sleep(1)
        assert len(guest.console.text.data) == before
        for child in children:
            os.kill(child, signal.SIGCONT)
        guest.expect(rb"^start 00000001\r?\n", before)
        assert guest.command("e") == STOP
        let_go(guest)
        for number in range(UNFINISHED + 1):
            assert guest.recorded(f"bare_{number:03}").manifest()["state"] == "whole"
