# SPDX-License-Identifier: GPL-2.0-or-later
"""The operator's commands in the monitor. Twenty starts on an idle machine and on a busy one: each replays."""

import re
import tempfile
from pathlib import Path

import pytest

from harness.baremetal import booted as bare_guest
from harness.contract1 import ERROR, NOOP, START, calls
from harness.process import until

STARTED = r"recording (by-hand_\d+), started by the operator: "


@pytest.fixture(scope="module")
def linux(booted, directory):
    """A Linux guest in session mode."""
    with booted.resume("checksum=y,session_rec=y", Path(tempfile.mkdtemp(dir=directory))) as guest:
        yield guest


def replays(recording):
    assert recording.manifest()["end_reason"] == "operator"
    result = recording.replay()
    assert result.completed, result.output
    assert result.state() == recording.state()
    recording.remove()


def all_replay(guest, count):
    """So many recordings that the operator starts, and stops as soon as they are on."""
    names = []
    for _ in range(count):
        assert guest.operator("start by-hand") == "by-hand starts as soon as the guest runs"
        until(lambda: re.match(STARTED, guest.operator("status")), "for the guest to run")
        names.append(re.match(STARTED, guest.operator("status"))[1])
        assert guest.operator("stop") == "stopped"
    assert len(set(names)) == count
    for name in names:
        replays(guest.recorded(name))


@pytest.mark.parametrize("work", ["idle", "busy"])
@pytest.mark.parametrize("board", [
    ("i386", "pc", ["-m", "16"]), ("arm", "versatilepb", ["-M", "versatilepb", "-m", "64"])], ids=["i386", "arm"])
def test_twenty_starts_without_an_operating_system(board, work):
    with bare_guest(*board, "checksum=y") as guest:
        guest.expect(rb"^ready\r?\n")
        if work == "busy":
            guest.console.send(b"f")
            guest.expect(rb"^busy for ever\r?\n")
        all_replay(guest, 20)


def test_starts_of_idle_linux(linux):
    all_replay(linux, 20)


def test_starts_of_busy_linux(linux):
    linux.check("(while :; do :; done) & echo $! > /tmp/busy")
    try:
        all_replay(linux, 20)
    finally:
        linux.check("kill $(cat /tmp/busy)")


def test_sessions(linux):
    """Whose they are; closing all ends the recording that they have, but not the operator's."""
    assert calls(linux, "open", "x", "open", "x") == [START, NOOP]
    assert linux.operator("sessions") == "2 sessions are open, 2 of them without an identity"
    assert linux.operator("start by-hand") == "a recording or a replay goes on"
    assert linux.operator("close-all") == "all sessions are closed"
    (name,) = [name for name in linux.recordings() if name.startswith("x_")]
    replays(linux.recorded(name))
    assert linux.operator("status") == "no recording goes on, 0 sessions are open"
    assert calls(linux, "close", "x") == [ERROR]


def test_sessions_with_an_identity():
    with bare_guest("x86_64", "pc", ["-m", "16"], "checksum=y,session_rec=y") as guest:
        guest.expect(rb"^ready\r?\n")
        assert guest.command("o") == START
        assert guest.operator("sessions") == "1 sessions are open, 0 of them without an identity"
        assert re.search(r"^session 1\r?$", guest.monitor_text.text(), re.MULTILINE)
        assert guest.operator("close-all") == "all sessions are closed"
        replays(guest.recorded("bare_000"))


def test_what_is_no_command(linux):
    for line in ("", "begin", "start", "stop now", "status now"):
        assert linux.operator(line).startswith("valid are start NAME, stop, status, sessions and close-all")
    assert linux.operator("stop") == "no recording of recctrl goes on"
    assert linux.operator("start a/b").startswith('"a/b" is no name for a recording: ')
