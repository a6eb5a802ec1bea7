# SPDX-License-Identifier: GPL-2.0-or-later
"""However a recording of Linux ends, it is whole, and what comes after it starts anew."""

import re
import tempfile
from pathlib import Path

import pytest

from harness.contract1 import START, calls


@pytest.fixture
def guest(booted, directory, request):
    """A guest in session mode; the parameter: whether PANDA ends when it reboots."""
    machine = booted.machine
    if getattr(request, "param", "") == "reboots":
        machine = machine.without("-no-reboot")
    with booted.resume("checksum=y,session_rec=y", Path(tempfile.mkdtemp(dir=directory)), machine) as guest:
        yield guest


def assert_ended(guest, name, reason):
    """Bit for bit, and for this reason."""
    recording = guest.recorded(name)
    manifest = recording.manifest()
    assert (manifest["state"], manifest["end_reason"]) == ("whole", reason)
    result = recording.replay()
    assert result.completed, result.output
    assert result.state() == recording.state()
    recording.remove()


@pytest.mark.parametrize("command", ["poweroff -f", "reboot -f"])
def test_the_guest_ends_its_machine(guest, command):
    assert calls(guest, "open", "x") == [START]
    guest.start(command)
    assert guest.wait() == 0
    assert_ended(guest, "x_000", "shutdown")


@pytest.mark.parametrize("guest", ["reboots"], indirect=True)
def test_resets(guest):
    """A panic of a kernel that then stands still is in the recording, which goes on; a reset ends it, whoever asks for
    it. Nobody holds a session after that: the next one starts a recording."""
    assert calls(guest, "open", "halted") == [START]
    guest.start("echo c > /proc/sysrq-trigger")
    guest.console.expect(rb"end Kernel panic")
    assert re.match(r"recording halted_000, started by the guest: .* 1 sessions are open", guest.operator("status"))
    guest.reboot(lambda: guest.monitor("system_reset"))
    assert_ended(guest, "halted_000", "reset")

    assert calls(guest, "open", "panic") == [START]
    guest.check("echo 1 > /proc/sys/kernel/panic")
    guest.reboot(lambda: guest.start("echo c > /proc/sysrq-trigger"))
    assert_ended(guest, "panic_001", "reset")
    assert calls(guest, "close", "x") == [-1]

    assert calls(guest, "open", "reboot") == [START]
    guest.start("reboot -f")
    assert_ended(guest, "reboot_002", "reset")
