# SPDX-License-Identifier: GPL-2.0-or-later
"""ls and info: every kind of recording is found, and none looks better than it is."""
import fcntl
import json
import os
import struct

import pytest
import recordings


def states(recctrl):
    return {item["name"]: item["state"] for item in recctrl.json("ls")}


def test_nothing_to_list(recctrl):
    assert recctrl.json("ls") == []
    assert recctrl("ls").stdout.count("\n") == 1


def test_whole_recording(recctrl, tmp_path):
    recordings.Recording(tmp_path, "login_000").write_manifest(sessions=["17"], note="hello")
    (item,) = recctrl.json("ls")
    assert item["name"] == "login_000" and item["state"] == "whole" and item["stored"] == "plain"
    assert item["instructions"] == 1234 and item["manifest"] is True and item["sessions"] == ["17"]
    assert item["bytes"] == sum(path.stat().st_size for path in tmp_path.iterdir())
    table = recctrl("ls", TZ="UTC").stdout.splitlines()
    assert table[1].split() == ["login_000", "whole", "2024-11-23", "20:58:01", "2.50", "s", "1", "234",
                                *f"{item['bytes'] / 1000:.1f} kB".split()]
    assert recctrl.json("info", "login_000") == [item]
    text = recctrl("info", "login_000", TZ="UTC").stdout
    for expected in ("whole", "2024-11-23 20:58:01", "guest", "1 234", "x86_64", "-m 256", "hello", item["log"]["sha256"]):
        assert expected in text


def test_without_manifest(recctrl, tmp_path):
    recordings.Recording(tmp_path, "ref", instructions=77)
    (item,) = recctrl.json("ls")
    assert item["state"] == "whole" and item["instructions"] == 77 and item["manifest"] is False
    assert "manifest      none" in recctrl("info", "ref").stdout


def test_log_without_end_is_incomplete(recctrl, tmp_path):
    cut = recordings.Recording(tmp_path, "cut")
    cut.log.write_bytes(cut.log.read_bytes()[:-3])
    other = recordings.Recording(tmp_path, "header")
    other.log.write_bytes(bytes(8) + other.log.read_bytes()[8:])
    empty = recordings.Recording(tmp_path, "empty")
    empty.log.write_bytes(b"")
    lies = recordings.Recording(tmp_path, "lies").write_manifest()
    lies.log.write_bytes(lies.log.read_bytes()[:-3])
    assert set(states(recctrl).values()) == {"incomplete"} and len(states(recctrl)) == 4


def test_missing_files_are_incomplete(recctrl, tmp_path):
    recordings.Recording(tmp_path, "no-snapshot").write_manifest().snapshot.unlink()
    recordings.Recording(tmp_path, "no-log").write_manifest().log.unlink()
    both = recordings.Recording(tmp_path, "neither").write_manifest()
    both.snapshot.unlink()
    both.log.unlink()
    reasons = {item["name"]: item["reason"] for item in recctrl.json("ls") if item["state"] == "incomplete"}
    assert reasons == {"no-snapshot": "its snapshot is missing", "no-log": "its log is missing",
                       "neither": "snapshot and log are missing"}


def test_recording_and_its_recorder(recctrl, tmp_path):
    """While the recorder lives it holds the log's lock; without it the recording is what a dead one left."""
    live = recordings.Recording(tmp_path, "live").write_manifest(state="recording", ended=None)
    with open(live.log, "r+b") as file:
        fcntl.fcntl(file, 37, struct.pack("hhqqi4x", fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0))  # F_OFD_SETLK
        assert states(recctrl) == {"live": "recording"}
    assert states(recctrl) == {"live": "incomplete"}
    assert "recorder" in recctrl.json("ls")[0]["reason"]


def test_damaged_manifest(recctrl, tmp_path):
    damaged = recordings.Recording(tmp_path, "x")
    damaged.manifest.write_text('{"format": 1')
    (item,) = recctrl.json("ls")
    assert item["state"] == "incomplete" and "x-rr.json" in item["reason"]


def test_incomplete_keeps_its_reason(recctrl, tmp_path):
    recordings.Recording(tmp_path, "full").write_manifest(state="incomplete", reason="no space")
    assert recctrl.json("ls")[0]["reason"] == "no space"
    assert "incomplete: no space" in recctrl("info", "full").stdout


def test_rr2_and_foreign_files(recctrl, tmp_path):
    (tmp_path / "demo.rr2").write_bytes(b"\x1f\x8b")
    for name in ("README", "-rr-snp", ".rr2", ".hidden-rr-snp", "x-rr.json.tmp"):
        (tmp_path / name).write_text("")
    (tmp_path / "folder-rr-snp").mkdir()
    assert [(item["name"], item["stored"]) for item in recctrl.json("ls")] == [("demo", "rr2")]


def test_order_and_latest(recctrl, tmp_path):
    for name, second in (("b", 3), ("a", 1), ("c", 2), ("d", 1)):
        recordings.Recording(tmp_path, name).write_manifest(started=f"2024-11-23T20:58:0{second}.000Z")
    assert [item["name"] for item in recctrl.json("ls")] == ["a", "d", "c", "b"]
    assert recctrl.json("info", "latest")[0]["name"] == "b"


def test_ways_to_name_a_recording(recctrl, tmp_path):
    place = tmp_path / "some where"
    place.mkdir()
    recording = recordings.Recording(place, "x y_000")
    for argument in (f"{place}/x y_000", "some where/x y_000", "some where/latest", str(recording.snapshot),
                     str(recording.log)):
        assert recctrl.json("info", argument)[0]["name"] == "x y_000"
    assert recctrl.json("info", "--dir", str(place), "x y_000-rr-snp")[0]["name"] == "x y_000"
    assert json.loads(recctrl("info", "--json", "x y_000", RECCTRL_DIR=str(place)).stdout)[0]["name"] == "x y_000"


@pytest.mark.parametrize("argument, named", [
    ("nope", '"nope"'), ("latest", "no recordings"), ("missing/x", "missing"), ("./", "directory"), ("", '""'),
])
def test_what_is_not_there(recctrl, argument, named):
    assert named in recctrl.refuses("info", argument)


def test_a_recording_called_latest(recctrl, tmp_path):
    recordings.Recording(tmp_path, "latest", instructions=5).write_manifest(started="2020-01-01T00:00:00.000Z")
    recordings.Recording(tmp_path, "newer").write_manifest()
    assert recctrl.json("info", "latest")[0]["instructions"] == 5


def test_nothing_of_a_guest_reaches_the_terminal(recctrl, tmp_path):
    name = "caf\u00e9\x1b[2J\n\udcff"
    recordings.Recording(tmp_path, name).write_manifest(name="x", note="\x1b]0;title\x07\u009b31m")
    for text in (recctrl("ls").stdout, recctrl("info", "latest").stdout):
        assert "caf\u00e9\\x1b[2J\\x0a\\xff" in text
        assert not any(character < " " and character != "\n" or "\x7f" <= character < "\xa0" for character in text)
    assert "\\x1b]0;title\\x07\\x9b31m" in recctrl("info", "latest").stdout


def test_directory_that_is_none(recctrl):
    assert "No such file" in recctrl.refuses("ls", "--dir", "missing")


def test_the_manifest_keeps_its_word(recctrl, tmp_path):
    """What was written when the recording became whole is for verify to compare, not for the log to overrule."""
    recordings.Recording(tmp_path, "x", instructions=5).write_manifest(instructions=6)
    assert recctrl.json("ls")[0]["instructions"] == 6
