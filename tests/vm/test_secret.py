# SPDX-License-Identifier: GPL-2.0-or-later
"""With a secret, whoever does not know it gets the processor's own instruction, as if no plugin were there; and nobody
learns it from what recctrl leaves on the host."""

import os
from pathlib import Path

import pytest

from harness.contract1 import calls

MAGIC, UNKNOWN = 0x666, 0x667
SECRET = "0123456789abcdef0123456789ABCDEF"

# What the hook finds out about the processes of its machine.
HOOK = """#!/bin/sh
{ env; cat /proc/[0-9]*/cmdline /proc/$PPID/environ | tr '\\0' '\\n'; } > "$RECCTRL_DIR/../seen by the hook" 2> /dev/null
echo "hook: $RECCTRL_NAME" >&2
"""


@pytest.fixture(scope="module")
def guest(boot, directory):
    secret = directory / "secret"
    secret.write_text(SECRET)
    secret.chmod(0o600)
    hook = directory / "a hook $(touch pwned) & touch pwned"
    hook.write_text(HOOK)
    hook.chmod(0o700)
    return boot(f"token_file={secret},checksum=y,on_record={hook}")


@pytest.fixture(scope="module")
def unplugged(boot):
    """The same machine without the plugin."""
    return boot(None)


def native(guest, leaf):
    return guest.check(f"contract1 native {leaf:x}").split()


def registers(guest):
    """All registers behind calls of every kind without the secret, and those of the one that has it."""
    lines = guest.check(f"registers {SECRET}").splitlines()
    assert len(lines) == 29 and lines[-1].startswith("knows ")
    return lines[:-1], lines[-1]


def recorded_by_the_engine(guest, name, work):
    """What work gives inside a recording that PANDA's own monitor commands make; the guest must not idle at its start."""
    guest.check("(while :; do :; done) & echo $! > /tmp/busy")
    guest.monitor(f"begin_record {name}")
    guest.said(rb"opening nondet log for write:\s+\S*%s-rr-nondet.log" % name.encode())
    result = work()
    guest.monitor("end_record")
    guest.said(rb"Time taken was")
    guest.check("kill $(cat /tmp/busy)")
    return result


def test_no_register_tells_of_the_plugin(guest, unplugged):
    """Outside a recording, inside one of PANDA's own, and inside one of the plugin's."""
    expected, expected_knowing = registers(unplugged)
    inside, inside_knowing = recorded_by_the_engine(unplugged, "unplugged", lambda: registers(unplugged))
    assert (inside, inside_knowing) == (expected, expected_knowing)

    without, knowing = registers(guest)
    assert without == expected
    assert knowing != expected_knowing and knowing.split()[1].endswith("52430002")
    assert guest.recordings() == []
    assert guest.operator("start registers") == "registers starts as soon as the guest runs"
    inside, inside_knowing = registers(guest)
    assert guest.operator("stop") == "stopped"
    assert (inside, inside_knowing) == (expected, knowing)
    recording = guest.recorded("registers_000")
    result = recording.replay()
    assert result.completed and result.state() == recording.state(), result.output


def test_the_call_is_as_any_other_instruction(guest):
    assert native(guest, MAGIC) == native(guest, UNKNOWN)
    eax = int(native(guest, UNKNOWN)[0], 16)
    for action in ("toggle", "open", "close", 77):
        assert calls(guest, action, "x") == [eax]


def test_the_native_instruction_is_replayed(guest, tmp_path):
    """Beside a plugin that has no secret, too: it leaves a replay alone."""
    before = guest.recordings()
    assert guest.operator("start hidden") == "hidden starts as soon as the guest runs"
    eax = int(native(guest, UNKNOWN)[0], 16)
    assert calls(guest, "toggle", "x", "toggle", "x") == [eax, eax]
    assert guest.operator("stop") == "stopped"
    (name,) = set(guest.recordings()) - set(before)
    recording = guest.recorded(name)
    for plugins in ([], [f"recctrl:dir={tmp_path}"]):
        result = recording.replay(plugins)
        assert result.completed, result.output
        assert result.state() == recording.state()
    assert list(tmp_path.iterdir()) == []


def test_the_utility_finds_nothing(guest):
    output, status = guest.run("recctrlu check")
    assert status == 69 and output.startswith("recctrlu: ")


def test_nothing_on_the_host_shows_the_secret(guest, directory):
    """Recorded by a guest that has it. Only the snapshot may hold it: it is all of that guest's memory."""
    guest.check(f"mkdir -p /etc/recctrl; echo {SECRET} > /etc/recctrl/token; chmod 600 /etc/recctrl/token")
    assert guest.run("recctrlu start told; recctrlu stop")[1] == 0
    (name,) = [name for name in guest.recordings() if name.startswith("told")]
    guest.recorded(name)
    guest.said(rb"^hook: %s$" % name.encode())
    texts = {"the hook": (directory / "seen by the hook").read_bytes(), "PANDA's output": guest.process.output.text().encode(),
             "the monitor": bytes(guest.monitor_text.data), "the processes": process_list()}
    texts |= {file.name: file.read_bytes() for file in guest.directory.iterdir() if not file.name.endswith("-rr-snp")}
    assert f"{name}-rr.json" in texts
    for where, text in texts.items():
        assert SECRET.encode() not in text, where
    assert str(guest.directory).encode() in texts["the processes"]
    assert f"RECCTRL_NAME={name}\n".encode() in texts["the hook"]


def test_no_shell_sees_a_name(guest, directory):
    """Neither that of a recording nor that of the operator's program; what a shell would take for more is no name."""
    for bad in ("$(touch pwned)", "x; touch pwned", "`touch pwned`", "x\\ntouch pwned", "x|touch pwned", "x&touch pwned"):
        output, status = guest.run(f"recctrlu start \"$(printf '{bad}')\"")
        assert status == 2 and "a name has" in output
    assert guest.run("recctrlu start ' --help -rf  a=b,@:+ '; recctrlu stop")[1] == 0
    guest.said(rb"^hook:  --help -rf  a=b,@:\+ _\d+$")
    assert not list(directory.rglob("pwned"))


def process_list():
    listing = b""
    for process in Path("/proc").glob("[0-9]*"):
        if int(process.name) == os.getpid():
            continue  # this test itself knows it
        try:
            listing += (process / "cmdline").read_bytes() + b"\n"
        except OSError:
            pass  # it ended meanwhile
    return listing
