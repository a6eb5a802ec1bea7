# SPDX-License-Identifier: GPL-2.0-or-later
"""What the documents have a reader type on the host and in a guest, typed as it stands there."""

import os
import re
import shutil
import subprocess

import pexpect
import pytest
from documents import documented

from harness import ssh
from harness.machine import BUILD, LAUNCHER, engine
from harness.process import PATIENCE

PROMPT = "guest# "
ALICE = "alice_192.0.2.7_ssh_1234_000"
SAME = "RAM and registers as recorded"
# What README.md leaves to the reader: a program that says "secret" and "wget".
SUSPECT = r"printf '#!/bin/sh\nprintf %%s-by-%%s\\\\n sec''ret wg''et\n' > suspect; chmod +x suspect"
# A PANDA of one's own as README.md starts it.
PANDA = '#!/bin/sh\nexec "{}" --engine "{}" --target x86_64 -- -nographic "$@"\n'


@pytest.fixture(scope="module", params=["x86_64"])
def target(request):
    return request.param


class Host:
    """A shell in a directory like the one of the sources, with recctrl installed."""

    def __init__(self, directory):
        self.directory = directory
        self.recordings = directory / "rec"
        self.own = {"/tmp/rec": self.recordings}
        (directory / "build").symlink_to(BUILD)
        (directory / "bin").mkdir()
        (directory / "bin/panda-system-x86_64").write_text(PANDA.format(LAUNCHER, engine()))
        (directory / "bin/panda-system-x86_64").chmod(0o755)
        self.environment = {**os.environ, "PATH": f"{directory}/bin:{BUILD / 'bin'}:{os.environ['PATH']}", "TERM": "xterm",
                            "RECCTRL_ENGINE": str(engine()), "RECCTRL_DIR": str(self.recordings)}

    def run(self, line):
        result = subprocess.run(line, shell=True, cwd=self.directory, env=self.environment, stdin=subprocess.DEVNULL,
                                capture_output=True, text=True, timeout=PATIENCE, check=False)
        assert result.returncode == 0, f"{line}: status {result.returncode}\n{result.stdout}{result.stderr}"
        return result.stdout

    def terminal(self, line):
        return Terminal(line, cwd=str(self.directory), env=self.environment, encoding="utf-8", codec_errors="replace",
                        timeout=PATIENCE)

    def matches(self):
        """What stringsearch has found."""
        file = self.directory / "_string_matches.txt"
        text = file.read_text()
        file.unlink()
        return text


class Terminal:
    """A program on a terminal, that is ended whatever happens."""

    def __init__(self, line, **options):
        self.child = pexpect.spawn("/bin/sh", ["-c", line], **options)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.child.close(force=True)

    def expect(self, pattern):
        self.child.expect(pattern)
        return self.child.before + self.child.after

    def type(self, line):
        self.child.sendline(line)
        return self.expect(PROMPT)

    def ask_the_plugin(self):
        """In the monitor, which is on the same terminal."""
        self.expect("initializing recctrl")
        self.child.send("\x01c")
        self.child.sendline('plugin_cmd "recctrl status"')
        self.expect("recctrl: no recording goes on, 0 sessions are open")

    def quit(self):
        self.child.send("\x01x")
        self.end()

    def end(self):
        text = self.child.read()
        self.child.close()
        assert self.child.exitstatus == 0, text
        return text


@pytest.fixture(scope="module")
def host(directory):
    host = Host(directory)
    host.run(documented("README.md", "mkdir /tmp/rec", host.own))
    subprocess.run(["qemu-img", "create", "-q", "-f", "qcow2", directory / "disk.qcow2", "16M"], check=True)
    return host


@pytest.fixture(scope="module")
def recorded(host):
    """The host, when the guest has recorded what README.md says; the names of the recordings."""
    with host.terminal(documented("README.md", "build/bin/recctrl vm --dir /tmp/rec --checksum", host.own)) as guest:
        guest.expect(PROMPT)
        assert "Linux guest" in guest.type(documented("README.md", "recctrlu run hello"))
        guest.type(documented("README.md", "recctrlu start busy"))
        assert "recording: off" in guest.type(documented("README.md", "recctrlu status"))
        guest.type(SUSPECT)
        assert "secret-by-wget" in guest.type(documented("README.md", "recctrlu run mytest"))
        guest.child.sendline(documented("README.md", "poweroff -f"))
        guest.end()
    return ["hello_000", "busy_001", "mytest_002"]


def test_a_look_at_what_was_recorded(host, recorded):
    listed = host.run(documented("README.md", "build/bin/recctrl ls", host.own))
    assert all(re.search(rf"^{name} +whole ", listed, re.MULTILINE) for name in recorded)
    verified = host.run(documented("README.md", "build/bin/recctrl verify", host.own)).splitlines()
    assert len(verified) == 2 and all(line.endswith(SAME) for line in verified)
    host.run(documented("README.md", "build/bin/recctrl replay --dir", host.own))
    assert host.matches()


def test_a_program_of_ones_own(host, recorded):
    host.run(documented("README.md", "build/bin/recctrl replay mytest", {"mytest_000": recorded[2]}))
    assert host.matches()


def test_the_example_of_replay(host, recorded):
    assert "Replay completed successfully" in host.run(documented("build/man/recctrl-replay.1", "recctrl replay latest"))
    assert not host.matches()


def test_what_was_done_in_it(host, recorded):
    with host.terminal(documented("README.md", "build/bin/recctrl play", host.own)) as terminal:
        assert "Linux guest" in terminal.end()
    assert "hello_000" in host.run(documented("README.md", "build/bin/recctrl grep", host.own))


def test_sessions(host, recorded):
    alice = {ALICE: recorded[0]}
    assert "serial" in host.run(documented("docs/sessions.md", "recctrl cast alice_192.0.2.7_ssh_1234_000 --list", alice))
    assert "Linux guest" in host.run(documented("docs/sessions.md", "recctrl cat", alice))
    with host.terminal(documented("docs/sessions.md", "recctrl play", alice)) as terminal:
        assert "Linux guest" in terminal.end()
    assert "secret-by-wget" in host.run(documented("docs/sessions.md", "recctrl grep"))
    host.run(documented("docs/sessions.md", "recctrl cast alice_192.0.2.7_ssh_1234_000", alice))
    assert "Linux guest" in (host.directory / "hello_000.output").read_text()
    host.run(documented("docs/sessions.md", "recctrl report"))
    page = (host.directory / "page.html").read_text()
    assert all(name in page for name in recorded) and "secret-by-wget" in page


def test_a_login(host, recorded):
    own = {**host.own, ALICE: recorded[0]}
    assert "hello_000" in host.run(documented("docs/ssh.md", "recctrl info", own))
    assert SAME in host.run(documented("docs/ssh.md", "recctrl verify", own))
    with host.terminal(documented("docs/ssh.md", "recctrl play", own)) as terminal:
        assert "Linux guest" in terminal.end()
    host.run(documented("docs/ssh.md", "recctrl replay", own))
    assert not host.matches()


def test_keeping_many(host, recorded):
    host.run(documented("README.md", "build/bin/recctrl pack", host.own))
    assert not list(host.recordings.glob("*-rr-snp"))
    host.run(documented("README.md", "build/bin/recctrl prune", host.own))
    assert len(list(host.recordings.glob("*-rr-snp.zst"))) == len(recorded)
    host.run(documented("README.md", "build/bin/recctrl repair", host.own))


def test_a_machine_of_ones_own(host):
    with host.terminal(documented("README.md", "build/bin/recctrl vm --dir /tmp/rec -- -m 512", host.own)) as machine:
        machine.ask_the_plugin()
        machine.quit()


def test_a_machine_with_a_network(host):
    own = {**host.own, "2222": ssh.free_port()}
    with host.terminal(documented("docs/ssh.md", "build/bin/recctrl vm", own)) as machine:
        machine.ask_the_plugin()
        machine.quit()


def test_another_engine(host):
    own = {**host.own, "~/panda/build": engine()}
    with host.terminal(documented("README.md", "build/bin/recctrl vm --engine", own)) as machine:
        machine.expect(PROMPT)
        machine.quit()


def test_a_panda_of_ones_own(host):
    with host.terminal(documented("README.md", "G_SLICE=always-malloc", host.own)) as machine:
        machine.ask_the_plugin()
        machine.quit()


def test_a_hook(host, tmp_path):
    """The line is understood; test_hooks.py runs hooks."""
    hook = shutil.which("true")
    line = documented("docs/hooks.md", "recctrl vm", {"/srv/recordings": tmp_path, "/usr/local/bin/recctrl-backup": hook})
    assert f"on_record={hook}" in host.run(f"{line} --print")
