# SPDX-License-Identifier: GPL-2.0-or-later
"""Each way to log in by the real OpenSSH and PAM makes one recording, in which is found what the session printed."""

import re

import pytest

from harness import ssh

PASSWORD = "sshpass -p tester-password ssh -n -o PubkeyAuthentication=no"


@pytest.fixture(scope="module", params=["x86_64"])
def target(request):
    return request.param


@pytest.fixture(scope="module")
def machine():
    return ssh.machine(ssh.free_port())


@pytest.fixture(scope="module")
def guest(boot):
    return boot("session_rec=y,checksum=y")


@pytest.fixture(scope="module")
def port(machine):
    return int(re.search(r"hostfwd=tcp:127\.0\.0\.1:(\d+)-", " ".join(machine.arguments))[1])


def one_recording(recorder, *texts, host="127.0.0.1", absent=()):
    (recording,) = recorder.new()
    manifest = recording.manifest()
    assert re.fullmatch(rf"tester_{re.escape(host)}_ssh_\d+_\d+", recording.name)
    assert (manifest["state"], manifest["end_reason"]) == ("whole", "guest")
    assert [session.split(".", 2)[2] for session in manifest["sessions"]] == [f"tester@{host}"]
    assert manifest["note"].startswith(f"user=tester host={host} tty=ssh service=sshd pid=")
    ssh.assert_replays(recording, *texts, absent=absent)


@pytest.mark.parametrize("hook", [ssh.MODULE, ssh.BASH, ssh.POSIX], ids=["module", "bash", "posix"])
def test_by_key(guest, hook):
    recorder = ssh.Recorder(guest, hook)
    assert guest.check(f"ssh -n {ssh.TESTER} 'echo key-$((7000+11))'") == "key-7011\n"
    one_recording(recorder, "key-7011", absent=["key-7012"])


@pytest.mark.parametrize("hook", [ssh.MODULE, ssh.BASH], ids=["module", "bash"])
def test_by_password_with_a_terminal(guest, hook):
    recorder = ssh.Recorder(guest, hook)
    output = guest.check(f"{PASSWORD} -tt {ssh.TESTER} 'tty; echo terminal-$((7000+22))'")
    assert re.match(r"/dev/pts/\d+\s+terminal-7022\s", output)
    one_recording(recorder, "terminal-7022")


def test_by_password_without_a_terminal(guest):
    recorder = ssh.Recorder(guest, ssh.MODULE)
    assert guest.check(f"{PASSWORD} {ssh.TESTER} 'echo password-$((7000+33))'").endswith("password-7033\n")
    one_recording(recorder, "password-7033")


def test_scp(guest):
    recorder = ssh.Recorder(guest, ssh.MODULE)
    guest.check("echo copied-$((7000+44)) > /tmp/copied")
    guest.check(f"scp -q /tmp/copied {ssh.TESTER}:there < /dev/null")
    one_recording(recorder, "copied-7044")
    assert guest.check("cat /home/tester/there") == "copied-7044\n"


def test_sftp(guest):
    recorder = ssh.Recorder(guest, ssh.MODULE)
    guest.check("echo fetched-$((7000+55)) > /home/tester/file")
    guest.check(f"echo 'get file /tmp/fetched' | sftp -q -b - {ssh.TESTER}")
    one_recording(recorder, "fetched-7055")
    assert guest.check("cat /tmp/fetched") == "fetched-7055\n"


def test_from_the_host(guest, port):
    recorder = ssh.Recorder(guest, ssh.MODULE)
    result = ssh.run_on_host(ssh.from_host(port, "echo host-$((7000+66))"))
    assert (result.returncode, result.stdout) == (0, "host-7066\n"), result.stderr
    one_recording(recorder, "host-7066", host="10.0.2.2")


@pytest.mark.parametrize("login, status", [
    ("sshpass -p wrong ssh -n -o PubkeyAuthentication=no tester@127.0.0.1 id", 5),
    ("sshpass -p tester-password ssh -n -o PubkeyAuthentication=no nobody-here@127.0.0.1 id", 5),
    ("ssh -n bystander@127.0.0.1 id", 0),
], ids=["a wrong password", "an unknown user", "a user who is not listed"])
@pytest.mark.parametrize("hook", [ssh.MODULE, ssh.BASH], ids=["module", "bash"])
def test_is_not_recorded(guest, hook, login, status):
    recorder = ssh.Recorder(guest, hook)
    assert guest.run(login)[1] == status
    assert recorder.new() == []
    assert "recording: off\n" in guest.check("recctrlu status")
