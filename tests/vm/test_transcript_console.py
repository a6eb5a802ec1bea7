# SPDX-License-Identifier: GPL-2.0-or-later
"""Transcripts of guests with nothing but busybox: the serial console, and terminals of busybox' telnetd."""

import pytest

from harness import telnet, transcript
from harness.machine import default_guest


@pytest.fixture(scope="module")
def machine(target):
    """With a kernel that has its page tables apart from programs'; that of the SSH guest has not."""
    machine = default_guest(target)
    machine.arguments[machine.arguments.index("-append") + 1] += " pti=on"
    return machine


@pytest.fixture(scope="module")
def guest(boot):
    guest = boot("checksum=y")
    assert "isolation: enabled" in guest.check("dmesg | grep isolation")
    telnet.serve(guest)
    return guest


def read(guest, name):
    (whole_name,) = [found for found in guest.recordings() if found.startswith(name)]
    found = transcript.read(guest.recorded(whole_name))
    assert found.problems == []
    return found


def test_the_serial_console(guest):
    guest.check("recctrlu start serial")
    guest.check("echo typed-$((7000+1)); seq 1 300; printf '\\001\\377\\033[1m\\n'")
    guest.check("recctrlu stop")
    found = read(guest, "serial")
    (channel,) = found.of_kind("serial")
    assert channel.info == {"terminal": "ttyS0", "begun": "before"}
    assert len(channel.output) > 1000
    assert b"\r\ntyped-7001\r\n1\r\n2\r\n" in channel.output and b"\001\xff\033[1m\r\n" in channel.output
    assert channel.output in guest.console.text.data
    assert b"echo typed-$((7000+1))" in channel.input and channel.input in guest.console.sent
    assert found.of_kind("pty") == []


def test_terminals_of_telnetd(guest):
    received = telnet.record(guest, "telnet")
    telnet.assert_found(read(guest, "telnet"), received)
