# SPDX-License-Identifier: GPL-2.0-or-later
"""recctrlu.sh and what is made of it for sh, called as pam_exec does, with a utility that writes down its calls."""
import os
import pathlib
import re
import shutil
import stat
import subprocess
import sys
import time

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[3]
VARIANTS = {
    "bash": ("bash", ROOT / "utils/recctrlu.sh"),
    "dash": ("dash", ROOT / "build/utils/recctrlu.posix.sh"),
    "busybox": ("busybox sh", ROOT / "build/utils/recctrlu.posix.sh"),
}
PID = os.getpid()
START = pathlib.Path("/proc/self/stat").read_text().rpartition(")")[2].split()[19]
UTILITY = """#!/bin/sh
for argument; do printf '[%s]' "$argument"; done >> {calls}
echo >> {calls}
echo "said to nobody"
exit {status}
"""
LOGGER = """#!/bin/sh
printf '%s\\n' "$*" > {log}.new
mv {log}.new {log}
"""


class Wrapper:
    """A copy of the script with the settings of one test."""

    def __init__(self, directory, shell, script):
        self.shell = shell.split()
        self.calls = directory / "calls"
        self.log = directory / "log"
        self.list = directory / "run/sessions"
        self.utility = directory / "recctrlu"
        self.script = directory / "wrapper"
        self.logger = directory / "logger"
        self.install()
        self.program(self.logger, LOGGER.format(log=self.log))
        text = script.read_text()
        for line, setting in (
            ("RECCTRL=/usr/local/sbin/recctrlu", f"RECCTRL={self.utility}"),
            ("LIST=/run/recctrl/sessions", f"LIST={self.list}"),
            ("USERS=(panda)", "USERS=(panda tester .odd)"),
            ('USERS="panda"', 'USERS="panda tester .odd"'),
            ("logger -t", f"{self.logger} -t"),
        ):
            text = text.replace(line, setting)
        self.script.write_text(text)

    @staticmethod
    def program(path, text):
        path.write_text(text)
        path.chmod(0o755)

    def install(self, status=0):
        self.program(self.utility, UTILITY.format(calls=self.calls, status=status))

    def run(self, kind="open_session", user="tester", **more):
        """Runs the hook and returns the utility's calls."""
        self.calls.unlink(missing_ok=True)
        self.log.unlink(missing_ok=True)
        environment = {"PAM_TYPE": kind, "PAM_USER": user, "PAM_SERVICE": "sshd", **more}
        process = subprocess.run([*self.shell, self.script], env=environment, input="typed by the user\n", text=True,
                                 stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60, check=False)
        assert process.stdout == ""
        assert process.returncode == 0
        return self.calls.read_text().splitlines() if self.calls.exists() else []

    def logged(self):
        """The line that the background logger writes."""
        deadline = time.monotonic() + 30
        while not self.log.exists():
            assert time.monotonic() < deadline, "nothing was logged"
            time.sleep(0.01)
        return self.log.read_text().rstrip("\n")

    def run_logging_nothing(self, kind="open_session"):
        """Runs the hook with its logger in the foreground, so that what it does not do can be seen."""
        text = self.script.read_text()
        foreground = text.replace('"$PAM_USER: $1" &', '"$PAM_USER: $1"')
        assert foreground != text
        self.script.write_text(foreground)
        calls = self.run(kind)
        self.script.write_text(text)
        assert not self.log.exists()
        return calls

    def listed(self):
        return sorted(path.name for path in self.list.iterdir()) if self.list.exists() else []


@pytest.fixture(params=VARIANTS)
def wrapper(request, tmp_path):
    shell, script = VARIANTS[request.param]
    assert shutil.which(shell.split()[0]), f"{shell} is missing"
    return Wrapper(tmp_path, shell, script)


def test_shellcheck_finds_nothing_in_what_is_made_for_sh():
    result = subprocess.run(["shellcheck", VARIANTS["dash"][1]], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


REMOTE = {"PAM_RHOST": "192.0.2.7", "PAM_TTY": "/dev/pts/3"}
SESSION = f"{PID}.{START}.tester@192.0.2.7"
NAME = f"tester_192.0.2.7_pts_3_{PID}"
NOTE = f"user=tester host=192.0.2.7 tty=pts_3 service=sshd pid={PID}"


def test_opens_and_closes_the_same_session(wrapper):
    assert wrapper.run(**REMOTE) == [f"[open_session][--syslog][--session][{SESSION}][--note][{NOTE}][{NAME}]"]
    assert wrapper.listed() == [SESSION]
    assert (wrapper.list / SESSION).read_text() == NOTE + "\n"
    assert wrapper.run("close_session", **REMOTE) == [f"[close_session][--syslog][--session][{SESSION}][{SESSION}]"]


def test_the_list_is_roots_alone(wrapper):
    wrapper.run()
    for path, mode in ((wrapper.list.parent, 0o700), (wrapper.list, 0o700)):
        assert stat.S_IMODE(path.stat().st_mode) == mode
    assert [stat.S_IMODE(path.stat().st_mode) for path in wrapper.list.iterdir()] == [0o600]


def test_without_host_and_terminal(wrapper):
    assert wrapper.run() == [f"[open_session][--syslog][--session][{PID}.{START}.tester@local][--note]"
                             f"[user=tester host=local tty=none service=sshd pid={PID}][tester_local_none_{PID}]"]


def test_a_user_whose_name_is_no_recordings_name(wrapper):
    (call,) = wrapper.run(user=".odd")
    assert call.endswith(f"[_odd_local_none_{PID}]")


@pytest.mark.parametrize("user", ["root", "test", "testers", "panda tester", "", "*", "tester\n"])
def test_other_users_are_left_alone(wrapper, user):
    assert wrapper.run(user=user) == []
    assert wrapper.listed() == []


@pytest.mark.parametrize("kind", ["auth", "account", "password", "setcred", "", "open_session close_session"])
def test_other_calls_are_left_alone(wrapper, kind):
    assert wrapper.run(kind) == []


def test_without_pam(wrapper):
    result = subprocess.run([*wrapper.shell, wrapper.script], env={}, capture_output=True, timeout=60, check=False)
    assert (result.returncode, result.stdout, result.stderr) == (0, b"", b"")
    assert not wrapper.calls.exists()


@pytest.mark.parametrize("status", [1, 69])
def test_the_utility_has_said_why_it_failed(wrapper, status):
    wrapper.install(status)
    assert len(wrapper.run_logging_nothing()) == 1
    assert wrapper.listed() == []


@pytest.mark.parametrize("status", [2, 139])
def test_a_utility_that_could_not_say_why_it_failed(wrapper, status):
    wrapper.install(status)
    assert len(wrapper.run()) == 1
    assert wrapper.logged() == ("-t recctrlu.sh -p authpriv.warning -- "
                                f"tester: {wrapper.utility} ended with status {status}")
    assert wrapper.listed() == []
    wrapper.run_logging_nothing("close_session")


def test_a_missing_utility(wrapper):
    wrapper.utility.unlink()
    wrapper.run()
    assert wrapper.logged().endswith(f"there is no program {wrapper.utility}")


def test_a_utility_that_is_not_executable(wrapper):
    wrapper.utility.chmod(0o644)
    assert wrapper.run() == []
    assert wrapper.logged().endswith(f"there is no program {wrapper.utility}")


def test_a_utility_of_another_machine(wrapper):
    wrapper.program(wrapper.utility, "\x7fELF\x01\x01\x01")
    assert wrapper.run() == []
    assert re.search(rf"{wrapper.utility} ended with status 12[67]$", wrapper.logged())


def test_no_logger(wrapper):
    wrapper.logger.unlink()
    assert len(wrapper.run()) == 1


@pytest.mark.parametrize("text", ["../../etc/passwd", "a b\tc", "; reboot", "$(reboot)", "`reboot`", "-n", "ü", "*",
                                  "x" * 1000, "/" * 1000, ".", "%s%n", "'\"\\"], ids=lambda text: repr(text[:20]))
def test_a_hostile_client_breaks_no_name(wrapper, text):
    (call,) = wrapper.run(PAM_RHOST=text, PAM_TTY=text)
    _, verb, _, _, session, _, note, name, _ = call.replace("[", "]").replace("]]", "]").split("]")
    assert verb == "open_session"
    valid = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 ._-+@:=,")
    for value, longest in ((session, 63), (note, 223), (name, 127)):
        assert set(value) <= valid and 0 < len(value) <= longest and not value.startswith(".")
    assert wrapper.listed() == [session]
    (call,) = wrapper.run("close_session", PAM_RHOST=text, PAM_TTY="another")
    assert f"[--session][{session}]" in call


def test_the_logins_process_is_known_by_its_start(wrapper):
    """A process whose own name looks like fields."""
    code = ("import os, pathlib, subprocess, sys\n"
            "pathlib.Path('/proc/self/comm').write_text('a) 1 2 (b')\n"
            "subprocess.run(sys.argv[1:], check=True)\n"
            "print(os.getpid(), pathlib.Path('/proc/self/stat').read_text().rpartition(')')[2].split()[19])\n")
    environment = {"PAM_TYPE": "open_session", "PAM_USER": "tester"}
    output = subprocess.run([sys.executable, "-c", code, *wrapper.shell, wrapper.script], env=environment, text=True,
                            stdout=subprocess.PIPE, timeout=60, check=True).stdout
    assert wrapper.listed() == [".".join(output.split()) + ".tester@local"]


def test_a_full_or_forbidden_list_stops_nothing(wrapper):
    wrapper.list.parent.write_text("")
    assert len(wrapper.run()) == 1
