# SPDX-License-Identifier: GPL-2.0-or-later
"""Transcripts of guests with nothing but busybox: the serial console, and terminals of busybox' telnetd."""

import base64
import gzip
import subprocess

import pytest

from harness import telnet, transcript
from harness.machine import default_guest, linux


def busybox32(directory):
    """That of the i386 guest."""
    arguments = default_guest("i386").arguments
    with gzip.open(arguments[arguments.index("-initrd") + 1]) as initrd:
        subprocess.run(["cpio", "-id", "--quiet", "bin/busybox"], input=initrd.read(), cwd=directory,
                       check=True)
    return directory / "bin/busybox"


@pytest.fixture(scope="module")
def machine(target, directory):
    """With a kernel that has its page tables apart from programs'; that of the SSH guest has not."""
    machine = linux("x86_64", {"busybox32": busybox32(directory)}, directory) if target == "x86_64" else default_guest(target)
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


def test_a_server_of_32_bits(guest, target):
    """On a 64-bit kernel, with a shell of 64 bits in its terminal."""
    if target == "i386":
        pytest.skip("there all programs have 32 bits")
    telnet.serve(guest, "busybox32 telnetd", 2324)
    guest.check("recctrlu start bits")
    guest.check(telnet.login(7, 2324))
    guest.check("recctrlu stop")
    received = telnet.COMMAND.sub(b"", base64.b64decode(guest.check("base64 /tmp/telnet7")))
    (channel,) = read(guest, "bits").of_kind("pty")
    assert channel.output == received
    assert channel.info["server"].endswith("busybox32")
    assert channel.info["program"] == channel.info["command"] == "/bin/sh"
    assert channel.closed
