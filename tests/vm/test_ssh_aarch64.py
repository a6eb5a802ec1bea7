# SPDX-License-Identifier: GPL-2.0-or-later
"""SSH sessions in a 64-bit ARM guest, by the same OpenSSH and PAM, through a network card on the PCI bus of virt."""

import re

import pytest

from harness import ssh


@pytest.fixture(scope="module", params=["aarch64"])
def target(request):
    return request.param


@pytest.fixture(scope="module")
def port():
    return ssh.free_port()


@pytest.fixture(scope="module")
def machine(port, target):
    return ssh.machine(port, ssh.AARCH64_GUEST, target)


@pytest.fixture(scope="module")
def guest(boot):
    return boot("session_rec=y,checksum=y")


@pytest.fixture(scope="module")
def recorder(guest, target):
    return ssh.Recorder(guest, ssh.BASH, ssh.machine(guest=ssh.AARCH64_GUEST, target=target))


def one_recording(recorder, text, host):
    (recording,) = recorder.new()
    manifest = recording.manifest()
    assert re.fullmatch(rf"tester_{re.escape(host)}_ssh_\d+_\d+", recording.name)
    assert (manifest["state"], manifest["end_reason"]) == ("whole", "guest")
    ssh.assert_replays(recording, text)


def test_from_the_guest(guest, recorder):
    assert guest.check(f"ssh -n {ssh.TESTER} 'echo inside-$((7000+81))'") == "inside-7081\n"
    one_recording(recorder, "inside-7081", "127.0.0.1")


def test_from_the_host(port, recorder):
    result = ssh.run_on_host(ssh.from_host(port, "echo host-$((7000+82))"))
    assert (result.returncode, result.stdout) == (0, "host-7082\n"), result.stderr
    one_recording(recorder, "host-7082", "10.0.2.2")
