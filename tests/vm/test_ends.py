# SPDX-License-Identifier: GPL-2.0-or-later
"""However a recording ends, it is whole: each end but the guest's own stop, in machines without an operating system."""

import signal

import pytest

from harness.baremetal import booted

START, STOP = 1, 2

BOARDS = {
    "i386": ("i386", "pc", ["-m", "16"]),
    "x86_64": ("x86_64", "pc", ["-m", "16"]),
    "arm": ("arm", "versatilepb", ["-M", "versatilepb", "-m", "64"]),
    "aarch64": ("aarch64", "virt", ["-M", "virt", "-cpu", "cortex-a57", "-m", "64"]),
}


@pytest.fixture(params=BOARDS)
def board(request):
    return BOARDS[request.param]


@pytest.fixture(params=["idle", "busy"])
def guest(board, request):
    """A guest in whose only session it is recorded; it sleeps, or works for ever."""
    with booted(*board, "checksum=y,session_rec=y", reboots=True) as guest:
        guest.expect(rb"^ready\r?\n")
        assert guest.command("o") == START
        if request.param == "busy":
            guest.console.send(b"f")
            guest.expect(rb"^busy for ever\r?\n")
        yield guest


def assert_ended(guest, reason, name="bare_000"):
    """Bit for bit, and for this reason."""
    recording = guest.recorded(name)
    manifest = recording.manifest()
    assert (manifest["state"], manifest["end_reason"]) == ("whole", reason)
    result = recording.replay()
    assert result.completed, result.output
    assert result.state() == recording.state()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_signal(guest, number):
    guest.process.child.send_signal(number)
    assert guest.wait() == 0
    assert_ended(guest, "shutdown")


def test_quit(guest):
    guest.monitor("quit")
    assert guest.wait() == 0
    assert_ended(guest, "shutdown")


def test_end_record(guest):
    """The engine's own command. The machine goes on, and so does what nobody ended: the session."""
    guest.monitor("end_record")
    assert_ended(guest, "operator")
    assert guest.operator("status") == "no recording goes on, 1 sessions are open"


def test_system_reset(guest):
    """Nobody in the machine holds a session after it: the next one that opens starts a recording."""
    guest.monitor("system_reset")
    guest.expect(rb"^ready\r?\n.*^ready\r?\n")
    assert_ended(guest, "reset")
    assert guest.operator("status") == "no recording goes on, 0 sessions are open"
    assert (guest.command("o"), guest.command("c")) == (START, STOP)
    assert_ended(guest, "guest", "bare_001")
