# SPDX-License-Identifier: GPL-2.0-or-later
"""What panda_recctrl_transcript finds in a recording is what the client of that session received and sent."""

import base64
import re
import subprocess

import pytest

from harness import ssh, transcript
from harness.process import Text

SSHD = "/usr/sbin/sshd"


@pytest.fixture(scope="module", params=["x86_64"])
def target(request):
    return request.param


@pytest.fixture(scope="module")
def machine():
    return ssh.machine(ssh.free_port())


@pytest.fixture(scope="module")
def guest(boot):
    guest = boot("session_rec=y,checksum=y")
    guest.check("cp /home/tester/.ssh/authorized_keys /root/.ssh/; chown -R root:root /root")
    return guest


@pytest.fixture(scope="module")
def port(machine):
    return int(re.search(r"hostfwd=tcp:127\.0\.0\.1:(\d+)-", " ".join(machine.arguments))[1])


@pytest.fixture(scope="module")
def recorder(guest):
    return ssh.Recorder(guest, ssh.MODULE.replace("tester", "tester,root"))


class Client:
    """A login from the host: sends what it is told to, and keeps what comes back."""

    def __init__(self, port, *arguments, user="tester", sends=b""):
        self.sent = b""
        command = ["ssh", *ssh.options_from_host(), "-o", "LogLevel=ERROR", "-p", str(port), f"{user}@127.0.0.1",
                   *arguments]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.texts = [Text(lambda: self.process.stdout.read1(65536)), Text(lambda: self.process.stderr.read1(65536))]
        self.send(sends)

    def send(self, content):
        self.sent += content
        self.process.stdin.write(content)
        self.process.stdin.flush()

    def type(self, keys, answer):
        """Sends keys and waits for what they bring about."""
        before = len(self.texts[0].data)
        self.send(keys)
        assert self.texts[0].wait(answer, before, timeout=120), self.texts[0].text(before)

    def finish(self):
        """Waits for the end, gives the exit status."""
        self.process.stdin.close()
        status = self.process.wait(timeout=120)
        for text in self.texts:
            text.thread.join()
        self.output, self.error = (bytes(text.data) for text in self.texts)
        return status

    def kill(self):
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            stream.close()

    def assert_is(self, channel):
        assert channel.output == self.output
        assert channel.error == self.error
        assert channel.input == self.sent
        assert channel.closed


@pytest.fixture
def login(port):
    """login(arguments of ssh…) logs in from the host; what is still there after the test is ended."""
    clients = []

    def begin(*arguments, **options):
        clients.append(Client(port, *arguments, **options))
        return clients[-1]

    yield begin
    for client in clients:
        client.kill()


def read_one(recorder):
    (recording,) = recorder.new()
    found = transcript.read(recording)
    assert found.problems == []
    recording.remove()
    return found


def test_a_terminal(login, recorder):
    client = login("-tt")
    client.type(b"PS1='now> '\n", rb"\nnow> ")
    client.type(b"ls -l --color=always / /usr/lib; tty\n", rb"/dev/pts/0.*now> ")
    client.type(b"seq 1 3000; stty cols 100 rows 40\n", rb"3000.*now> ")
    client.type("echo é€😀; printf '\\377\\376\\n\\033[31mred\\033[m\\n'\n".encode(), rb"red.*now> ")
    client.type(b"read -s secret; echo got $secret\n", rb"\n")
    client.type(b"hidden\n", rb"got hidden.*now> ")
    client.type(b"busybox vi /etc/passwd\n", rb"/etc/passwd[^\n]*1/\d")
    client.type(b"Gdd", rb"Delete 1 lines")
    client.type(b":q!\n", rb"now> ")
    client.type(b"busybox top\n", rb"Mem:.*PID")
    client.type(b"q", rb"now> ")
    client.send(b"exit 3\n")
    assert client.finish() == 3
    assert len(client.output) > 18000
    (channel,) = read_one(recorder).of_kind("pty")
    client.assert_is(channel)
    assert channel.sizes[-1] == (100, 40)
    assert channel.info == {"terminal": "pts/0", "server": SSHD, "program": "/bin/bash", "command": "-bash",
                            "uid": "1000"}


def test_no_terminal(login, recorder):
    command = "cat | tr a-z A-Z; seq 1 2000; echo oops >&2"
    client = login(command, sends=b"some input\n" * 50)
    assert client.finish() == 0
    assert client.error == b"oops\n" and len(client.output) > 9000
    found = read_one(recorder)
    (channel,) = found.of_kind("pipes")
    client.assert_is(channel)
    assert channel.info == {"server": SSHD, "program": "/bin/bash", "command": f"bash -c {command}", "uid": "1000"}
    assert found.of_kind("pty") == []


def test_several_at_once(login, recorder):
    """They log in at once, and each is at work before the first one ends."""
    clients = [login("-tt"), login("-tt", user="root"), login("cat; seq 901 1200", user="root")]
    for client in clients[:2]:
        client.type(b"echo $((7000+1))\n", rb"7001\r\n")
    clients[2].type(b"a line\n", rb"a line\n")
    clients[0].send(b"seq 1 500; exit\n")
    clients[1].send(b"su tester -c 'tty; id -u'; seq 501 900; exit\n")
    for client in clients:
        assert client.finish() == 0
    found = read_one(recorder)
    channels = {(channel.kind, channel.info["uid"]): channel for channel in found.channels if channel.kind != "serial"}
    users = [("pty", "1000", "/bin/bash"), ("pty", "0", "/bin/sh"), ("pipes", "0", "/bin/sh")]
    assert len(found.of_kind("pty") + found.of_kind("pipes")) == len(channels) == len(users)
    for client, (kind, uid, program) in zip(clients, users):
        channel = channels[kind, uid]
        client.assert_is(channel)
        assert (channel.info["server"], channel.info["program"]) == (SSHD, program)
    assert b"\r\n1000\r\n501\r\n" in clients[1].output  # su has no terminal of its own


def numbers(first, last, end):
    return b"".join(b"%d%s" % (number, end) for number in range(first, last + 1))


def test_terminals_in_a_terminal(login, recorder):
    """script's, sshpass' for the password, and that of a second login."""
    client = login("-tt")
    client.type(b"PS1='now> '\n", rb"\nnow> ")
    client.type(b"script -q -c 'tty; seq 1 200' /dev/null\n", rb"\n200\r\n.*now> ")
    client.type(b"sshpass -p tester-password ssh -tt tester@127.0.0.1 'tty; seq 201 400'\n", rb"\n400\r\n.*now> ")
    client.send(b"exit\n")
    assert client.finish() == 0
    outer, script, sshpass, inner = read_one(recorder).of_kind("pty")
    client.assert_is(outer)
    assert script.output == b"/dev/pts/1\r\n" + numbers(1, 200, b"\r\n")
    assert script.info == {"terminal": "pts/1", "server": "/usr/bin/script", "program": "/bin/bash", "uid": "1000",
                           "command": "bash -c tty; seq 1 200"}
    assert sshpass.info["server"] == "/usr/bin/sshpass"
    assert b"password: " in sshpass.output and sshpass.input == b"tester-password\n"
    assert inner.output == b"/dev/pts/2\r\n" + numbers(201, 400, b"\r\n")
    assert inner.info["server"] == SSHD
    assert script.closed and sshpass.closed and inner.closed


def test_dropbear(guest, recorder):
    options = "-o StrictHostKeyChecking=no -o GlobalKnownHostsFile=/dev/null -o UserKnownHostsFile=/dev/null"
    client = f"ssh -n -p 2222 {options} -o LogLevel=ERROR {ssh.TESTER}"
    guest.check("mkdir -p /etc/dropbear; dropbear -R -p 127.0.0.1:2222; recctrlu open_session dropbear")
    guest.check(f"{client} -tt 'tty; seq 1 400' > /tmp/terminal")
    guest.check(f"{client} 'seq 1 300; echo oops >&2' > /tmp/output 2> /tmp/error")
    guest.check("recctrlu close_session dropbear")
    found = read_one(recorder)
    (terminal,) = found.of_kind("pty")
    (pipes,) = found.of_kind("pipes")
    assert terminal.output == b"/dev/pts/0\r\n" + numbers(1, 400, b"\r\n")
    assert (pipes.output, pipes.error, pipes.input) == (numbers(1, 300, b"\n"), b"oops\n", b"")
    for channel, file in ((terminal, "terminal"), (pipes, "output")):
        assert channel.output == base64.b64decode(guest.check(f"base64 /tmp/{file}"))
        assert channel.info["server"] == "/usr/sbin/dropbear"
        assert (channel.info["program"], channel.info["uid"]) == ("/bin/bash", "1000")
        assert channel.closed


def test_copies_of_files(recorder, port, tmp_path):
    """What scp and sftp send passes through their sessions, in their protocol."""
    content = bytes(range(256)) * 500
    (tmp_path / "file").write_bytes(content)
    options = [*ssh.options_from_host(), "-o", "LogLevel=ERROR"]
    subprocess.run(["scp", *options, "-q", "-P", str(port), tmp_path / "file", f"{ssh.TESTER}:copy"],
                   stdin=subprocess.DEVNULL, check=True, timeout=120)
    (pipes,) = read_one(recorder).of_kind("pipes")
    assert pipes.info["program"].endswith("bash") and "sftp-server" in pipes.info["command"]
    assert len(content) < len(pipes.input) < len(content) + 10000
    assert content[-256:] in pipes.input and len(pipes.output) > 100


def test_a_terminal_that_was_open_before(login, guest, recorder):
    guest.check("pam-hook ''")
    client = login("-tt")
    client.type(b"PS1='now> '\n", rb"\nnow> ")
    client.type(b"/usr/local/sbin/recctrlu open_session begun\n", rb"\nnow> ")
    client.type(b"ls -l --color=always /; seq 1 2000; tty\n", rb"/dev/pts/0.*now> ")
    client.type(b"busybox vi /etc/passwd\n", rb"/etc/passwd[^\n]*1/\d")
    client.type(b":q!\n", rb"now> ")
    client.type(b"/usr/local/sbin/recctrlu close_session begun\n", rb"\nnow> ")
    client.send(b"exit\n")
    client.finish()
    (channel,) = read_one(recorder).of_kind("pty")
    assert channel.info == {"server": SSHD, "terminal": "pts/0", "begun": "before"}
    assert channel.output in client.output and channel.input in client.sent
    assert b"ls -l" in channel.output and b"close_session" in channel.output
    assert channel.input.startswith(b"ls -l") and channel.input.endswith(b"close_session begun\n")
