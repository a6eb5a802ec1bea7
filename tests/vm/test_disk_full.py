# SPDX-License-Identifier: GPL-2.0-or-later
"""No space on the disk, at each step of a recording: the guest lives on, nothing looks whole that isn't, and the next
recording works when there is space again."""

from dataclasses import replace

import pytest

from harness.baremetal import BareGuest, bare_machine
from harness.filesystem import Filesystem
from harness.machine import BUILD
from harness.process import until
from harness.recctrl import Recctrl

START, STOP, NO_SPACE = 1, 2, 2**32 - 10
STATUS_RECORDING = 0x53540001  # its snapshot is written
MEGABYTE = 1 << 20


class Disk:
    """A guest that records to a small file system, and the host tool on it."""

    def __init__(self, directory, filesystem):
        self.directory, self.filesystem = directory, filesystem
        self.machine = bare_machine("x86_64", "pc", ["-m", "16"])
        self.recctrl = Recctrl(filesystem.inside, directory, filesystem.prefix)

    def guest(self, plugin):
        return DiskGuest(replace(self.machine, prefix=self.filesystem.prefix),
                         f"dir={self.filesystem.inside},checksum=y,{plugin}", self.filesystem.outside)

    def replays(self, recording, reason="guest"):
        assert recording.manifest()["state"] == "whole" and recording.manifest()["end_reason"] == reason
        result = replace(recording, machine=self.machine).replay(directory=self.directory)
        assert result.completed, result.output
        assert result.state() == recording.state()

    def says_incomplete(self, name, reason):
        item = self.recctrl.list()[name]
        assert item["state"] == "incomplete" and reason in item["reason"]


class DiskGuest(BareGuest):
    def __enter__(self):
        self.expect(rb"^ready\r?\n")
        return self

    def start(self):
        """Starts a recording and waits until its snapshot is on the disk."""
        assert self.command("s") == START
        until(lambda: self.command("?") == STATUS_RECORDING, "for the snapshot")


@pytest.fixture
def disk(request, tmp_path):
    """The parameter: the file system's options."""
    directory = tmp_path / "recordings"
    directory.mkdir()
    with Filesystem(directory, getattr(request, "param", "size=32m")) as filesystem:
        if not filesystem.mounted:
            pytest.skip(f"no file system can be mounted here: {filesystem.said}")
        yield Disk(tmp_path, filesystem)


def test_during_the_snapshot(disk):
    with disk.guest("min_free=0") as guest:
        disk.filesystem.fill(leave=65536)
        assert (guest.command("s"), guest.command("e")) == (START, STOP)
        guest.said(rb"^recctrl: bare_000 is incomplete: snapshot: No space left on device")
        disk.says_incomplete("bare_000", "")
        disk.filesystem.sweep()
        assert "its snapshot was not written to the end" in disk.recctrl("repair", "bare_000", status=1).stderr
        assert (guest.command("s"), guest.command("e")) == (START, STOP)
        disk.replays(guest.recorded("bare_001"))


def test_during_a_snapshot_that_the_guest_waits_for(disk):
    """Then the start itself fails, and leaves nothing."""
    with disk.guest("min_free=0,snapshot=sync") as guest:
        disk.filesystem.fill(leave=65536)
        assert guest.command("s") > 2**31
        guest.said(rb"^recctrl: no recording: snapshot: No space left on device")
        disk.filesystem.sweep()
        assert disk.recctrl.list() == {}
        assert (guest.command("s"), guest.command("e")) == (START, STOP)
        disk.replays(guest.recorded("bare_001"))


def test_during_the_log(disk):
    """What was written of it replays, once there is space for its end."""
    with disk.guest("min_free=0") as guest:
        guest.start()
        assert guest.command("m") == 20
        disk.filesystem.fill(leave=8192)
        for _ in range(20):
            assert guest.command("m") == 20
        assert guest.command("e") == STOP
        guest.said(rb"^recctrl: bare_000 is incomplete: log: No space left on device")
        disk.says_incomplete("bare_000", "")
        disk.filesystem.sweep()
        assert (guest.command("s"), guest.command("e")) == (START, STOP)
        disk.replays(guest.recorded("bare_001"))
        disk.recctrl("repair", "bare_000")
        assert disk.recctrl.list()["bare_000"]["state"] == "repaired"
        disk.recctrl("verify", "bare_000")


# A tmpfs with so many inodes has room for itself, snapshot, log, clock, manifest, and the next manifest's draft.
@pytest.mark.parametrize("disk", ["size=32m,nr_inodes=6"], indirect=True)
def test_at_the_last_manifest(disk):
    """Snapshot and log are whole, but nobody could write that down: repair does."""
    with disk.guest("min_free=0") as guest:
        guest.start()
        (disk.filesystem.outside / "the last inode").touch()
        assert guest.command("e") == STOP
        guest.said(rb"^recctrl: bare_000 is incomplete: manifest: .*No space left on device")
        disk.says_incomplete("bare_000", "recorder")
        disk.filesystem.remount("nr_inodes=100")
        assert (guest.command("s"), guest.command("e")) == (START, STOP)
        disk.replays(guest.recorded("bare_001"))
        assert "bare_000: whole, " in disk.recctrl("repair", "bare_000").stdout
        disk.recctrl("verify", "bare_000")


@pytest.mark.parametrize("disk", ["size=32m,nr_inodes=4"], indirect=True)
def test_at_every_manifest(disk):
    """No file can be created beside snapshot, log and clock."""
    with disk.guest("min_free=0") as guest:
        guest.start()
        assert guest.command("e") == STOP
        guest.said(rb"^recctrl: bare_000 is incomplete: manifest: .*No space left on device")
        item = disk.recctrl.list()["bare_000"]
        assert item["state"] == "whole" and "target" not in item
        disk.filesystem.remount("nr_inodes=100")
        assert (guest.command("s"), guest.command("e")) == (START, STOP)
        disk.replays(guest.recorded("bare_001"))


def test_while_it_is_packed(disk, monkeypatch):
    """The recording stays as it was."""
    monkeypatch.setenv("RECCTRL", str(BUILD / "bin/recctrl"))
    with disk.guest("min_free=0,pack=y") as guest:
        guest.start()
        disk.filesystem.fill(leave=16384)
        assert guest.command("e") == STOP
        recording = guest.recorded("bare_000")
        guest.said(rb"No space left on device.*^recctrl: pack of bare_000: .*/recctrl ended with status 1")
        files = [file.name for file in disk.filesystem.outside.iterdir()]
        assert {"bare_000-rr-nondet.log", "bare_000-rr-snp"} <= set(files)
        assert not [name for name in files if name.startswith(".") or name.endswith(".zst")]
        disk.replays(recording)
        disk.filesystem.sweep()
        disk.recctrl("pack", "bare_000")
        assert (guest.command("s"), guest.command("e")) == (START, STOP)
        guest.recorded("bare_001")


def test_min_free_comes_before(disk):
    with disk.guest("min_free=16M") as guest:
        guest.start()
        disk.filesystem.fill(leave=15 * MEGABYTE)
        recording = guest.recorded("bare_000")
        disk.replays(recording, "limit")
        assert guest.command("s") == NO_SPACE
        guest.said(rb"^recctrl: no recording: .* has less space left than min_free")
        disk.filesystem.sweep()
        assert (guest.command("s"), guest.command("e")) == (START, STOP)
        disk.replays(guest.recorded("bare_001"))


def test_max_size_comes_before(disk):
    with disk.guest("max_size=20K,min_free=0") as guest:
        guest.start()
        until(lambda: guest.command("m") != 20, "for the log to grow")
        recording = guest.recorded("bare_000")
        assert recording.file("-rr-nondet.log").stat().st_size >= 20 * 1024
        disk.replays(recording, "limit")
