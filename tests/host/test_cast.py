# SPDX-License-Identifier: GPL-2.0-or-later
"""cast: every terminal's output with its times, and the bytes as they were."""
import json
import os
import re
import resource
import signal
import struct
import subprocess

import pytest
import recordings
from streams import (CLOSED, END, ERROR, INFO, INPUT, MAGIC, OPENED, OUTPUT, PIPES, PROBLEM, PTY, RESIZE, SERIAL, TSC,
                     opened, record, size, terminal, tsc)


def cast(path):
    head, *events = map(json.loads, path.read_text().split("\n")[:-1])
    return head, events


def sessions(recctrl, *arguments):
    return json.loads(recctrl("cast", "x", "--json", *arguments).stdout)


def test_a_terminal(recctrl, player, tmp_path):
    player.recording(terminal(b"guest$ ", b"l", b"s\r\n", columns=100, rows=30))
    assert recctrl("cast", "x").stdout == "x.cast: terminal pts/0, /bin/bash, 11 B of output, 0.04 s\n"
    head, events = cast(tmp_path / "x.cast")
    assert head == {"version": 2, "width": 100, "height": 30, "timestamp": 1732395481, "title": "terminal pts/0, /bin/bash"}
    assert events == [[0.01, "o", "guest$ "], [0.02, "o", "l"], [0.03, "o", "s\r\n"]]
    assert (tmp_path / "x.output").read_bytes() == b"guest$ ls\r\n"
    assert not (tmp_path / "x.input").exists() and not (tmp_path / "x.error").exists()
    for suffix in (".cast", ".output", "-rr-transcript"):
        assert (tmp_path / f"x{suffix}").stat().st_mode & 0o777 == 0o600


def test_typed_input_only_if_it_is_asked_for(recctrl, player, tmp_path):
    player.recording(opened(0, 1, PTY), record(INPUT, 100, 1, b"secr"), record(OUTPUT, 200, 1, b"*"),
                     record(INPUT, 300, 1, b"et\r"))
    recctrl("cast", "x")
    assert cast(tmp_path / "x.cast")[1] == [[0.02, "o", "*"]]
    assert b"secr" not in b"".join((tmp_path / f"x{suffix}").read_bytes() for suffix in (".cast", ".output"))
    recctrl("cast", "x", "--input", "-o", "y.cast")
    assert cast(tmp_path / "y.cast")[1] == [[0.01, "i", "secr"], [0.02, "o", "*"], [0.03, "i", "et\r"]]
    assert (tmp_path / "y.input").read_bytes() == b"secret\r"


def test_several_sessions(recctrl, player, tmp_path):
    player.recording(
        opened(0, 1, SERIAL, terminal="ttyS0", begun="before"), record(OUTPUT, 50, 1, b"boot"),
        terminal(b"first", channel=2), opened(300, 3, PIPES, program="/usr/bin/scp", command="scp -t \x1b[2J", uid="0"),
        record(INPUT, 350, 3, b"abc"), record(OUTPUT, 400, 3, b"\0"), record(ERROR, 450, 3, b"oops"),
        terminal(b"second", channel=4, start=500))
    recctrl("cast", "x", "-o", "out.cast")
    files = {path.name: path.read_bytes() for path in tmp_path.glob("out*")}
    assert sorted(files) == ["out-1.cast", "out-1.output", "out-2.cast", "out-2.output", "out-3.error", "out-3.output",
                             "out-4.cast", "out-4.output"]
    assert files["out-3.output"] == b"\0" and files["out-3.error"] == b"oops" and files["out-4.output"] == b"second"
    table = recctrl("cast", "--list", "x", TZ="UTC").stdout.splitlines()
    assert re.split("  +", table[1]) == ["1", "serial", "ttyS0", "-", "before", "0.00 s", "4 B", "0 B", "0 B", "-", "-"]
    assert re.split("  +", table[2]) == ["2", "terminal", "pts/1", "1000", "2024-11-23 20:58:01", "0.02 s", "5 B", "0 B",
                                         "0 B", "/usr/sbin/sshd", "/bin/bash"]
    assert re.split("  +", table[3])[1:4] == ["pipes", "-", "0"] and table[3].endswith("  scp -t \\x1b[2J")
    assert table[0].index("SERVER") == table[2].index("/usr") and table[0].index("PROGRAM") == table[3].index("scp")
    listed = sessions(recctrl)
    assert [item["kind"] for item in listed] == ["serial", "terminal", "pipes", "terminal"]
    assert listed[0]["began_before"] is True and "uid" not in listed[0] and listed[0]["terminal"] == "ttyS0"
    assert (listed[2]["output_bytes"], listed[2]["error_bytes"], listed[2]["input_bytes"]) == (1, 4, 3)
    assert listed[1]["columns"] == 80 and "columns" not in listed[2] and listed[1]["times"] == "clock"
    assert listed[1]["began_us"] == 1732395481250000 + 10000 and listed[1]["length_us"] == 20000
    assert [item["session"] for item in sessions(recctrl, "--session", "4")] == [4]
    recctrl("cast", "x", "-s", "2", "-o", str(tmp_path / "one.cast"))
    assert sorted(path.name for path in tmp_path.glob("one*")) == ["one-2.cast", "one-2.output"]
    assert "no session 5, it has 4" in recctrl.refuses("cast", "x", "-s", "5")
    assert player.runs() == 1


def test_no_session_at_all(recctrl, player, tmp_path):
    player.recording()
    assert recctrl("cast", "x").stdout == recctrl("cast", "x", "--list").stdout == "There is no session in it.\n"
    assert sessions(recctrl) == [] and not list(tmp_path.glob("*.cast"))


def test_what_is_no_utf8(recctrl, player, tmp_path):
    """A divided character comes with its last byte; what is none is replaced, and kept in the raw file."""
    pieces = [b"\xc3", b"\xa4\xe2\x82", b"x\xff\x00\xf0\x9f\x98", b"\x80\xed\xa0\x80\xc0\xaf\xf4\x90\x80\x80",
              b"\xe0\x80\x80\xe0\xa0\x80\xf0\x80\x80\x80\xf0\x90\x80\x80", b"end\xe2"]
    player.recording(terminal(*pieces))
    recctrl("cast", "x")
    _, events = cast(tmp_path / "x.cast")
    assert "".join(text for _, _, text in events) == b"".join(pieces).decode(errors="replace")
    assert [text for _, _, text in events][:3] == ["\u00e4", "\ufffdx\ufffd\0", "\U0001f600" + "\ufffd" * 9]
    assert (tmp_path / "x.output").read_bytes() == b"".join(pieces)


def test_sizes(recctrl, player, tmp_path):
    player.recording(opened(0, 1, PTY), record(RESIZE, 0, 1, size(65535, 65535)), record(RESIZE, 0, 1, size(0, 50)),
                     record(OUTPUT, 100, 1, b"a"), record(RESIZE, 150, 1, size(50, 0)),
                     record(RESIZE, 200, 1, size(132, 50)), record(OUTPUT, 300, 1, b"b"))
    recctrl("cast", "x")
    head, events = cast(tmp_path / "x.cast")
    assert (head["width"], head["height"]) == (1000, 1000)
    assert events == [[0.01, "o", "a"], [0.02, "r", "132x50"], [0.03, "o", "b"]]


@pytest.mark.parametrize("clock, times, expected", [
    (((100, 1000000), (100, 5000000), (200, 6000000)), "clock", [0, 1000000, 5500000]),
    (None, "tsc", [0, 500000, 1750000]),
])
def test_times(recctrl, player, clock, times, expected):
    """Without a clock the guest's counter is scaled to the 2.5 seconds that the recording took."""
    counts = [tsc(0, 10**12), record(OUTPUT, 0, 1, b"a"), tsc(100, 10**12 + 10**9), record(OUTPUT, 100, 1, b"b"),
              tsc(110, 10**12 + 3 * 10**9), record(OUTPUT, 150, 1, b"c"), tsc(190, 10**12 + 4 * 10**9),
              tsc(200, 10**12 + 5 * 10**9)]
    player.recording(opened(0, 1, PTY), *counts, clock=clock)
    result = recctrl("cast", "x")
    seconds = [event[0] for event in cast(player.directory / "x.cast")[1]]
    assert all(abs(second * 1e6 - us) <= 1 for second, us in zip(seconds, expected, strict=True)), seconds
    assert sessions(recctrl)[0]["times"] == times
    assert ("no clock" in result.stderr) == (clock is None)


@pytest.mark.parametrize("counts, members, second", [
    ([], {}, 1.25), ([tsc(0, 0), tsc(10000, 100)], {}, 1.25), ([tsc(0, 5)], {}, 1.25),
    ([tsc(0, 0), tsc(10000, 2**64 - 1)], {}, 1.25),
    ([], {"ended": "2024-11-23T20:58:01.000Z"}, 0.00005),
])
def test_times_that_are_guessed(recctrl, player, counts, members, second):
    player.recording(opened(0, 1, PTY), *counts[:1], record(OUTPUT, 5000, 1, b"a"), *counts[1:], clock=None)
    recordings.Recording(player.directory, "x").write_manifest(instructions=10000, **members)
    assert "guessed from numbers of instructions" in recctrl("cast", "x").stderr
    assert cast(player.directory / "x.cast")[1] == [[second, "o", "a"]]


def test_a_damaged_clock_is_as_good_as_none(recctrl, player, tmp_path):
    player.recording(terminal(b"a"))
    (tmp_path / "x-rr-clock").write_bytes(b"rrclock2")
    assert "no clock" in recctrl("cast", "x").stderr


# --- the transcript that is kept ---


def test_it_is_replayed_once(recctrl, player, tmp_path):
    player.recording(terminal(b"one"))
    recctrl("cast", "x")
    player.say(terminal(b"two"))
    recctrl("cast", "x")
    assert player.runs() == 1 and (tmp_path / "x.output").read_bytes() == b"one"
    recctrl("cast", "x", "--fresh")
    recctrl("cast", "x")
    assert player.runs() == 2 and (tmp_path / "x.output").read_bytes() == b"two"


@pytest.mark.parametrize("change", ["log", "cut", "version", "noise", "link"])
def test_a_transcript_of_something_else_is_not_taken(recctrl, player, tmp_path, change):
    player.recording(terminal(b"one"))
    recctrl("cast", "x")
    kept = tmp_path / "x-rr-transcript"
    data = kept.read_bytes()
    if change == "log":
        recordings.Recording(tmp_path, "x", instructions=99).write_manifest()
    elif change == "cut":
        kept.write_bytes(data[:-5])
    elif change == "version":
        kept.write_bytes(data.replace(b'"recctrl":"', b'"recctrl":"0'))
    elif change == "noise":
        kept.write_bytes(data[:data.index(b"\n") + 1] + bytes(range(256)))
    else:
        kept.rename(tmp_path / "elsewhere")
        kept.symlink_to("elsewhere")
    player.say(terminal(b"two"))
    recctrl("cast", "x")
    assert player.runs() == 2 and (tmp_path / "x.output").read_bytes() == b"two" and not kept.is_symlink()


def test_without_a_manifest_the_log_itself_counts(recctrl, player, tmp_path):
    player.recording(terminal(b"one"))
    (tmp_path / "x-rr.json").unlink()
    recctrl("cast", "x", "--target", "x86_64")
    recctrl("cast", "x")
    assert player.runs() == 1
    recordings.Recording(tmp_path, "x", instructions=99)
    recctrl("cast", "x", "--target", "x86_64")
    assert player.runs() == 2


def test_a_packed_recording(recctrl, player, tmp_path):
    player.recording(terminal(b"one"))
    recctrl("pack", "x")
    recctrl("cast", "x")
    recctrl("unpack", "x")
    recctrl("cast", "x")
    assert player.runs() == 1 and (tmp_path / "x.output").read_bytes() == b"one"
    recctrl("rm", "x")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x.cast", "x.output"]


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become nobody")
def test_a_directory_that_can_not_be_written_to(recctrl, player, tmp_path):
    player.recording(terminal(b"one"))
    place = player.prefix / "temporary"
    for path in (player.prefix, *player.prefix.parents, tmp_path, *tmp_path.parents):
        if path.stat().st_mode & 0o777 == 0o700:
            path.chmod(0o755)
    place.chmod(0o777)
    (player.prefix / "runs").touch()
    (player.prefix / "runs").chmod(0o666)
    for path in tmp_path.iterdir():
        path.chmod(0o644)
    result = subprocess.run([recctrl.program, "cat", "--dir", tmp_path, "x"], env=recctrl.environment, cwd=place,
                            user="nobody", group="nogroup", extra_groups=[], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout, result.stderr) == (0, "one\n", "")
    assert not (tmp_path / "x-rr-transcript").exists() and player.runs() == 1


# --- what goes wrong ---


def test_a_target_that_has_no_reader(recctrl, player):
    player.recording(terminal(b"one"))
    recordings.Recording(player.directory, "x").write_manifest(target="ppc")
    assert "ppc" in recctrl.refuses("cast", "x") and player.runs() == 0


def test_a_recording_that_is_not_whole(recctrl, player):
    player.recording()
    recordings.Recording(player.directory, "x").write_manifest(state="incomplete", reason="no space")
    assert "x: incomplete: no space" in recctrl.refuses("cast", "x") and player.runs() == 0


def test_a_replay_that_breaks_off(recctrl, player, tmp_path):
    """What was seen until then is there, but not kept."""
    player.recording(terminal(b"one"), ended=False)
    assert "broke off at 50 %" in recctrl("cast", "x", status=1, BROKEN="1").stderr
    assert (tmp_path / "x.output").read_bytes() == b"one" and not (tmp_path / "x-rr-transcript").exists()
    player.stream.write_bytes(b"")
    assert "broke off" in recctrl.refuses("cast", "x", BROKEN="1")


def test_what_could_not_be_read_is_said(recctrl, player):
    player.recording(record(PROBLEM, 5, 0, b"this kernel\x1b[2J is too new"), terminal(b"one"))
    for command in ("cast", "cat"):
        assert recctrl(command, "x").stderr == f"recctrl {command}: x: this kernel\\x1b[2J is too new\n"


def test_a_stream_that_has_no_end(recctrl, player):
    player.recording(terminal(b"one"), ended=False)
    assert "ends early" in recctrl("cast", "x").stderr


@pytest.mark.parametrize("stream", [
    b"", b"recctrl transcript 2\n" + record(END, 1), MAGIC + b"\xff" * 24, MAGIC + record(11, 1),
    MAGIC + record(OPENED, 1, 1, b"\1"), MAGIC + record(OUTPUT, 1, 0, b"x"), MAGIC + record(END, 1, 5),
    MAGIC + struct.pack("=IIIIQ", OUTPUT, 1, 65537, 0, 1) + bytes(65537), MAGIC + record(TSC, 1, 0, b"x"),
], ids=range(9))
def test_nonsense_of_the_plugin(recctrl, player, tmp_path, stream):
    player.recording()
    player.stream.write_bytes(stream)
    assert "plugin" in recctrl.refuses("cast", "x")
    assert not list(tmp_path.glob("x.*")) and not (tmp_path / "x-rr-transcript").exists()


def test_records_that_fit_nowhere(recctrl, player, tmp_path):
    """Of channels that were not opened, or that go back in time: the first are left out, the others come late."""
    player.recording(record(OUTPUT, 1, 7, b"stray"), opened(500, 1, PTY), record(OUTPUT, 300, 1, b"late"),
                     record(INFO, 600, 1, b"colour=blue"), record(INFO, 600, 1, b"program"), record(OUTPUT, 700, 1, b"!"))
    recctrl("cast", "x")
    assert cast(tmp_path / "x.cast")[1] == [[0, "o", "late"], [0.02, "o", "!"]]


def test_more_terminals_than_anybody_wants(recctrl, player):
    player.recording(*(opened(number, number, PTY) + record(CLOSED, number, number) for number in range(1, 1502)))
    assert len(sessions(recctrl)) == 1000
    assert "left out" in recctrl("cast", "x", "--list").stderr


def test_hostile_names(recctrl, player, tmp_path):
    player.recording(opened(0, 1, PTY, terminal="\x1b]0;t\x07", program="/bin/\x1b[2J\n"), record(OUTPUT, 1, 1, b"x"))
    for arguments in (["--list"], []):
        text = recctrl("cast", "x", *arguments).stdout
        assert "/bin/\\x1b[2J\\x0a" in text and "\x1b" not in text
    assert sessions(recctrl)[0]["program"] == "/bin/\x1b[2J\n"
    assert "\x1b" not in cast(tmp_path / "x.cast")[0]["title"]


@pytest.mark.parametrize("arguments, named", [
    ([], "one recording"), (["x", "y"], "one recording"), (["x", "-s", "0"], '"0"'), (["x", "-s", "1001"], '"1001"'),
    (["x", "-o", ""], '""'), (["x", "-o", "somewhere/"], "somewhere/"),
])
def test_wrong_usage(recctrl, arguments, named):
    assert named in recctrl.refuses("cast", *arguments, status=2)


def test_where_nothing_can_be_written(recctrl, player, tmp_path):
    player.recording(terminal(*[b"one" * 10000] * 10))
    assert "missing" in recctrl.refuses("cast", "x", "-o", "missing/y.cast")
    assert "too long" in recctrl.refuses("cast", "x", "-o", "n" * 254)
    limit = 100000

    def small():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    recctrl("cat", "x")
    result = subprocess.run([recctrl.program, "cast", "x"], cwd=tmp_path, env=recctrl.environment, preexec_fn=small,
                            capture_output=True, text=True, check=False)
    assert result.returncode == 1 and "x: can't write x.cast: File too large" in result.stderr
    assert not list(tmp_path.glob("*.cast")) and not list(tmp_path.glob("*.output"))
    (tmp_path / "sub/y.cast").mkdir(parents=True)
    assert "sub/y.cast: can't write y.cast: Is a directory" in recctrl.refuses("cast", "x", "-o", "sub/y.cast")
    assert [file.name for file in (tmp_path / "sub").iterdir()] == ["y.cast"]
