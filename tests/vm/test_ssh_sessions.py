# SPDX-License-Identifier: GPL-2.0-or-later
"""Several sessions, and sessions that end in every other way than by logging out."""

import pytest

from harness import ssh

HOOKS = pytest.mark.parametrize("hook", [ssh.MODULE, ssh.BASH], ids=["module", "bash"])


@pytest.fixture(scope="module", params=["x86_64"])
def target(request):
    return request.param


@pytest.fixture(scope="module")
def machine():
    return ssh.machine()


@pytest.fixture(scope="module")
def guest(boot):
    return boot("session_rec=y,checksum=y")


@HOOKS
def test_three_overlapping_sessions_are_one_recording(guest, hook):
    recorder = ssh.Recorder(guest, hook)
    first = ssh.Held(guest, 11)
    second = ssh.Held(guest, 12)
    first.release()
    ssh.wait_for_sessions(guest, 1)
    third = ssh.Held(guest, 13)
    second.release()
    third.release()
    (recording,) = recorder.new()
    manifest = recording.manifest()
    assert (manifest["state"], manifest["end_reason"]) == ("whole", "guest")
    assert manifest["sessions"] == [first.session, second.session, third.session]
    ssh.assert_is_identical(recording)
    # A search takes a minute in a recording of this length: it is for the session that neither began nor ended it.
    if hook == ssh.MODULE:
        ssh.assert_replays(recording, second.text)


def test_twenty_sessions_are_twenty_recordings(guest):
    recorder = ssh.Recorder(guest, ssh.MODULE)
    for number in range(20):
        guest.check(f"ssh -n {ssh.TESTER} 'echo number-$((7100+{number}))'")
        ssh.wait_for_sessions(guest, 0)
    recordings = recorder.new()
    assert len(recordings) == 20
    for number, recording in enumerate(recordings):
        ssh.assert_replays(recording, f"number-{7100 + number}")


def test_a_client_that_is_killed(guest):
    recorder = ssh.Recorder(guest, ssh.MODULE)
    held = ssh.Held(guest, 21)
    guest.check(f"kill -9 {held.client}")
    (recording,) = recorder.new()
    held.clean_up()
    assert recording.manifest()["end_reason"] == "guest"
    ssh.assert_replays(recording, held.text)


def test_a_network_that_is_cut(guest):
    """sshd notices by itself, as it is told to."""
    recorder = ssh.Recorder(guest, ssh.MODULE)
    alive = "-o ClientAliveInterval=5 -o ClientAliveCountMax=1"
    guest.check(f"/usr/sbin/sshd -p 2200 -o PidFile=/run/sshd-2200.pid {alive}")
    held = ssh.Held(guest, 22, "-p 2200")
    guest.check("ip link set lo down")
    (recording,) = recorder.new()
    guest.check(f"ip link set lo up; kill -9 {held.client}; kill $(cat /run/sshd-2200.pid)")
    held.clean_up()
    assert recording.manifest()["end_reason"] == "guest"
    ssh.assert_replays(recording, held.text)


def test_the_users_sshd_is_killed(guest):
    recorder = ssh.Recorder(guest, ssh.MODULE)
    held = ssh.Held(guest, 23)
    (child,) = guest.check(f"cat /proc/{held.login_process}/task/*/children").split()
    guest.check(f"kill -9 {child}")
    (recording,) = recorder.new()
    held.clean_up()
    assert recording.manifest()["end_reason"] == "guest"
    ssh.assert_replays(recording, held.text)


@HOOKS
def test_the_login_process_is_killed(guest, hook):
    """Nobody closes its session: reap finds out and does."""
    recorder = ssh.Recorder(guest, hook)
    held = ssh.Held(guest, 24)
    assert guest.check("recctrlu sessions").startswith(f"open  {held.session}  user=tester host=127.0.0.1 ")
    assert guest.check("recctrlu reap") == ""
    guest.check(f"kill -9 {held.login_process}; while [ -e /proc/{held.login_process} ]; do usleep 200000; done")
    held.clean_up()
    assert ssh.sessions(guest) == [held.session]
    assert guest.check("recctrlu sessions").startswith(f"gone  {held.session}  ")
    assert "sessions: 1" in guest.check("recctrlu status")
    assert guest.check("recctrlu reap") == f"Closed {held.session}, stopped recording.\n"
    (recording,) = recorder.new()
    assert guest.check("recctrlu sessions; recctrlu reap") == ""
    ssh.assert_replays(recording, held.text)


def test_the_machine_is_powered_off(boot):
    guest = boot("session_rec=y,checksum=y")
    recorder = ssh.Recorder(guest, ssh.MODULE)
    held = ssh.Held(guest, 25)
    guest.start("poweroff -f")
    assert guest.wait() == 0
    (name,) = set(guest.recordings()) - recorder.seen
    recording = guest.recorded(name)
    assert (recording.manifest()["state"], recording.manifest()["end_reason"]) == ("whole", "shutdown")
    ssh.assert_replays(recording, held.text)
