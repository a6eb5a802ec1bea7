# SPDX-License-Identifier: GPL-2.0-or-later
"""Transcripts of sshd's sessions in a 64-bit ARM guest."""

import base64

import pytest

from harness import ssh, transcript
from harness.generic_timer import REPLAY_PLUGINS


@pytest.fixture(scope="module", params=["aarch64"])
def target(request):
    return request.param


@pytest.fixture(scope="module")
def machine(target):
    return ssh.machine(guest=ssh.AARCH64_GUEST, target=target)


def test_with_and_without_a_terminal(boot, machine, target):
    guest = boot("session_rec=y,checksum=y")
    recorder = ssh.Recorder(guest, ssh.BASH, machine)
    guest.check(f"ssh -n -tt {ssh.TESTER} 'tty; seq 1 400; ls -l --color=always /' > /tmp/terminal; "
                f"ssh -n {ssh.TESTER} 'seq 1 300; echo oops >&2' > /tmp/output 2> /tmp/error")
    found = [transcript.read(recording, REPLAY_PLUGINS[target]) for recording in recorder.new()]
    assert [problem for one in found for problem in one.problems] == []
    (terminal,) = [channel for one in found for channel in one.of_kind("pty")]
    (pipes,) = [channel for one in found for channel in one.of_kind("pipes")]
    for content, file in ((terminal.output, "terminal"), (pipes.output, "output"), (pipes.error, "error")):
        assert content == base64.b64decode(guest.check(f"base64 /tmp/{file}"))
    for channel in (terminal, pipes):
        assert channel.info["server"] == "/usr/sbin/sshd"
        assert (channel.info["program"], channel.info["uid"]) == ("/bin/bash", "1000")
        assert channel.closed
