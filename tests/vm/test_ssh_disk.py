# SPDX-License-Identifier: GPL-2.0-or-later
"""The SSH guest on a disk: a Debian root file system in a qcow2 image."""

import pytest

from harness import ssh


@pytest.fixture(scope="module", params=["x86_64"])
def target(request):
    return request.param


@pytest.fixture(scope="module")
def machine():
    return ssh.machine(guest=ssh.DISK_GUEST)


@pytest.fixture(scope="module")
def guest(boot):
    return boot("session_rec=y,checksum=y")


@pytest.mark.parametrize("hook", [ssh.MODULE, ssh.BASH], ids=["module", "bash"])
def test_sessions_that_write_to_the_disk(guest, machine, hook):
    recorder = ssh.Recorder(guest, hook, replays_on=machine)
    assert guest.check("mount | grep ' / '").startswith("/dev/sda on / type ext4 (rw")
    for number in range(3):
        assert guest.check(f"ssh -n {ssh.TESTER} 'echo disk-$((7200+{number})) > file; sync; cat file'") \
            == f"disk-{7200 + number}\n"
        ssh.wait_for_sessions(guest, 0)
    recordings = recorder.new()
    assert len(recordings) == 3
    for number, recording in enumerate(recordings):
        ssh.assert_replays(recording, f"disk-{7200 + number}")
