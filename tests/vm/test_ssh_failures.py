# SPDX-License-Identifier: GPL-2.0-or-later
"""Whatever a recording fails of, the login works, and its user sees nothing of it."""

from dataclasses import dataclass

import pytest

from harness import ssh
from harness.machine import Machine

HOOKS = {"module": ssh.MODULE, "bash": ssh.BASH, "posix": ssh.POSIX}
LOGIN = f"ssh -n {ssh.TESTER} 'echo works-$((7000+77))'"
UTILITY = "/usr/local/sbin/recctrlu"


@pytest.fixture(scope="module", params=["x86_64"])
def target(request):
    return request.param


@pytest.fixture(scope="module")
def machine():
    return ssh.machine()


@pytest.fixture(scope="module")
def bare_guest(boot):
    """There is no plugin."""
    return boot(None)


@pytest.fixture(scope="module")
def guest(boot):
    return boot("session_rec=y")


def logged(guest, text):
    """The wrapper logs in the background."""
    return guest.check(f"until grep '{text}' /var/log/syslog; do usleep 200000; done; > /var/log/syslog")


@pytest.mark.parametrize("hook", HOOKS.values(), ids=HOOKS)
def test_no_plugin(bare_guest, hook):
    recorder = ssh.Recorder(bare_guest, hook)
    assert bare_guest.check(LOGIN) == "works-7077\n"
    assert recorder.new() == []
    assert logged(bare_guest, "no recctrl in this machine")


def test_no_plugin_where_a_recording_is_required(bare_guest):
    bare_guest.check(f"pam-hook '{ssh.MODULE.replace('optional', 'required')} required'")
    output, status = bare_guest.run(LOGIN)
    assert status != 0 and "works" not in output
    assert bare_guest.check(LOGIN.replace("tester", "bystander")) == "works-7077\n"


@pytest.mark.parametrize("hook", [ssh.BASH, ssh.POSIX], ids=["bash", "posix"])
@pytest.mark.parametrize("breakage, repair", [
    (f"mv {UTILITY} /tmp/utility", f"mv /tmp/utility {UTILITY}"),
    (f"chmod 600 {UTILITY}", f"chmod 755 {UTILITY}"),
], ids=["no utility", "not executable"])
def test_no_utility(guest, hook, breakage, repair):
    recorder = ssh.Recorder(guest, hook)
    guest.check(breakage)
    try:
        assert guest.check(LOGIN) == "works-7077\n"
        assert logged(guest, f"there is no program {UTILITY}")
    finally:
        guest.check(repair)
    assert recorder.new() == []


def test_no_module(guest):
    recorder = ssh.Recorder(guest, ssh.MODULE.replace("pam_recctrl", "pam_recctrl_is_not_here"))
    assert guest.check(LOGIN) == "works-7077\n"
    assert recorder.new() == []


def test_a_host_in_toggle_mode(boot):
    guest = boot("dry=y")
    for hook in (ssh.MODULE, ssh.BASH):
        guest.check(f"pam-hook '{hook}'")
        assert guest.check(LOGIN) == "works-7077\n"
        assert logged(guest, "wrong mode")


@dataclass
class FullDisk(Machine):
    """Its recordings go to a file system of its own with room for no snapshot, which ends with PANDA."""

    directory: str = ""

    def command(self, arguments):
        script = f'mount -t tmpfs -o size=4m tmpfs {self.directory} && exec "$@"'
        return ["unshare", "--map-root-user", "--mount", "sh", "-c", script, "sh", *super().command(arguments)]


def test_a_full_disk(boot, directory):
    full = directory / "full"
    full.mkdir()
    plain = ssh.machine()
    guest = boot(f"session_rec=y,dir={full}", FullDisk(plain.target, plain.arguments, directory=str(full)))
    for hook in (ssh.MODULE, ssh.BASH):
        guest.check(f"pam-hook '{hook}'")
        for _ in range(2):
            assert guest.check(LOGIN) == "works-7077\n"
            ssh.wait_for_sessions(guest, 0)
    guest.said(rb"recctrl: .*(space|incomplete)")
