# SPDX-License-Identifier: GPL-2.0-or-later
"""Sessions of busybox' telnetd, with clients in the guest itself."""

import base64
import re

COMMAND = re.compile(rb"\xff[\xfb-\xfe].")
SESSIONS = 3


def serve(guest, program="telnetd", port=2323):
    guest.check(f"ip link set lo up; {program} -b 127.0.0.1 -p {port} -l /bin/sh")


def login(number, port=2323):
    """A command that logs in, has something done, and keeps what it is sent."""
    commands = f"tty; seq {number} 400; ls -l /; exit"
    return f"(echo '{commands}'; sleep 3) | nc 127.0.0.1 {port} > /tmp/telnet{number}"


def record(guest, name):
    """Records several sessions at once; gives what their clients received, without telnet's own."""
    guest.check(f"recctrlu start {name}")
    guest.check(" & ".join(map(login, range(SESSIONS))) + " & wait")
    guest.check("recctrlu stop")
    received = [base64.b64decode(guest.check(f"base64 /tmp/telnet{number}")) for number in range(SESSIONS)]
    return [COMMAND.sub(b"", content) for content in received]


def assert_found(transcript, received):
    channels = transcript.of_kind("pty")
    assert sorted(channel.output for channel in channels) == sorted(received)
    assert {channel.info["terminal"] for channel in channels} == {f"pts/{number}" for number in range(SESSIONS)}
    for channel in channels:
        assert channel.info["program"] == channel.info["command"] == "/bin/sh"
        assert channel.info["server"] == "/proc/self/exe"  # so busybox' shell executes itself for telnetd
        assert channel.closed
