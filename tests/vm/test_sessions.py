# SPDX-License-Identifier: GPL-2.0-or-later
"""What recctrl shows of recorded sessions is, byte for byte, what their clients received and sent: 20 of 20."""

import json
import os
import re
import subprocess

import pyte
import pytest

from harness import ssh
from harness.client import Client
from harness.machine import BUILD, engine

ROUNDS = 5  # recordings, with four sessions at once in each
PROMPT = rb"[$#] (\x1b\[6n)?$"  # busybox asks where the cursor is


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
    guest.recorder = ssh.Recorder(guest, ssh.MODULE.replace("tester", "tester,root"))
    return guest


@pytest.fixture(scope="module")
def port(machine):
    return int(re.search(r"hostfwd=tcp:127\.0\.0\.1:(\d+)-", " ".join(machine.arguments))[1])


@pytest.fixture
def recctrl(guest, tmp_path):
    def run(*arguments, status=0):
        environment = dict(os.environ, RECCTRL_DIR=str(guest.directory), RECCTRL_ENGINE=str(engine()), LC_ALL="C.UTF-8")
        result = subprocess.run([BUILD / "bin/recctrl", *arguments], cwd=tmp_path, env=environment, capture_output=True,
                                stdin=subprocess.DEVNULL, timeout=600, check=False)
        assert result.returncode == status, f"status {result.returncode}: {result.stderr}{result.stdout}"
        return result.stdout
    run.directory = tmp_path
    return run


def sessions(recctrl, recording):
    """What is said of each session, and the bytes of its output, error and input. The test itself is on the console."""
    recctrl("cast", recording.name, "--input", "-o", "all.cast")
    listed = json.loads(recctrl("cast", recording.name, "--json"))
    for item in listed:
        stem = f"all-{item['session']}" if len(listed) > 1 else "all"
        for kind in ("output", "error", "input"):
            path = recctrl.directory / f"{stem}.{kind}"
            item[kind] = path.read_bytes() if path.exists() else None
            assert len(item[kind] or b"") == item[f"{kind}_bytes"]
        item["cast"] = recctrl.directory / f"{stem}.cast"
    return [item for item in listed if item["kind"] != "serial"]


def same(item, client):
    """Whether it is the session of this client."""
    output, error = client.received()
    return (item["output"], item["error"] or b"", item["input"]) == (output, error, client.typed)


def screen(texts, columns, rows):
    """What a terminal shows at the end."""
    shown = pyte.Screen(columns, rows)
    stream = pyte.Stream(shown)
    for text in texts:
        stream.feed(text)
    return shown.display, (shown.cursor.y, shown.cursor.x)


def full_screen(client):
    """vi and top, at a size that changes, and a password that is not seen."""
    client.expect(PROMPT)
    client.type(b"ls -l --color=always / /usr/lib\r", until=PROMPT)
    client.type(b"stty -echo; echo hidden-$((7000+1)); read -r word; stty echo; echo got $((${#word}+0))\r",
                until=rb"hidden-7001\r")
    client.type(b"secret-word\r", until=rb"got 11\r\n.*" + PROMPT)
    client.type(b"top\r", until=rb"PID")
    client.type(b"q", until=PROMPT)
    client.resize(100, 30)
    client.type(b"vi /etc/passwd\r", until=rb"tester")
    client.type(b"Gdd/root\r")
    client.type(b"iinserted\x1b", until=rb"inserted.*- /etc/passwd")
    return client


def test_full_screen_programs(guest, port, recctrl):
    with full_screen(Client(port, size=(80, 24))) as client:
        client.type(b":q!\r", until=PROMPT)
        client.type(b"exit 3\r")
        assert client.finish() == 3
    (recording,) = guest.recorder.new()
    (item,) = sessions(recctrl, recording)
    assert same(item, client)
    assert (item["kind"], item["uid"], item["program"], item["times"]) == ("terminal", "1000", "/bin/bash", "clock")
    number = str(item["session"])
    text = recctrl("cat", recording.name, "--session", number).decode()
    assert "got 11" in text and "secret-word" not in text
    assert recctrl("grep", "^got [0-9]+$", recording.name).decode().endswith(": got 11\n")
    assert b"secret-word" in recctrl("grep", "--input", "-i", "SECRET", recording.name)

    head, *events = map(json.loads, item["cast"].read_text().splitlines())
    assert (head["width"], head["height"]) == (80, 24)
    assert [text for _, code, text in events if code == "r"] == ["100x30"]
    output, _ = client.received()
    quit_vi = output.rindex(b"inserted") + 200  # vi's screen is still there
    shown, _ = screen([output[:quit_vi].decode(errors="replace")], 100, 30)
    assert any("inserted" in line for line in shown)
    played = recctrl("play", recording.name, "-s", number, "--speed", "100000").decode()
    for end in (quit_vi, len(output)):
        wanted = screen([output[:end].decode(errors="replace")], 100, 30)
        cast = "".join(text for _, code, text in events if code == "o").encode()[:end].decode(errors="replace")
        assert screen([cast], 100, 30) == wanted
    assert screen([played], 100, 30) == wanted
    recording.remove()


def four(port, number):
    """Clients of four kinds, which log in and are at work at once."""
    return [
        Client(port, size=(80, 24)),
        Client(port, user="root", size=(132, 50)),
        Client(port, f"cat | tr a-z A-Z; seq {number} 2000; echo oops-{number} >&2"),
        Client(port, "/usr/lib/openssh/sftp-server", user="root") if number % 2 else
        Client(port, f"printf 'seen-{number}\\n\\303\\244\\377\\n'; cat > /tmp/file", user="root"),
    ]


@pytest.mark.parametrize("number", range(ROUNDS))
def test_four_sessions_at_once(guest, port, recctrl, number):
    clients = four(port, number)
    try:
        clients[2].type(b"some input %d\n" % number * 50)
        clients[3].type(b"\0\0\0\5\1\0\0\0\3" if number % 2 else b"to a file\n")
        clients[3].expect(rb".")
        for client in clients[:2]:
            client.expect(PROMPT)
            command = f"echo $((7000+{number})) é€😀; seq 1 {100 * number + 50}; printf '\\377\\033[31mred\\033[m\\n'\r"
            client.type(command.encode(), until=rb"red\x1b\[m\r\n.*" + PROMPT)
            client.type(b"exit\r")
        assert [client.finish() for client in clients] == [0] * 4
    finally:
        for client in clients:
            client.__exit__()
    (recording,) = guest.recorder.new()
    found = sessions(recctrl, recording)
    assert len(found) == len(clients)
    for client, kind, uid in zip(clients, ["terminal", "terminal", "pipes", "pipes"], ["1000", "0", "1000", "0"]):
        (item,) = [item for item in found if same(item, client)]
        assert (item["kind"], item["uid"], item["server"]) == (kind, uid, "/usr/sbin/sshd")
        assert item["program"] == {"1000": "/bin/bash", "0": "/bin/sh"}[uid]
    recording.remove()
