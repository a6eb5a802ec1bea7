# SPDX-License-Identifier: GPL-2.0-or-later
"""The host tool on real recordings: verify, replay, pack, repair, and what a listing says while one is made."""

import hashlib
import io
import json
import os
import random
import re
import struct
import tarfile
from pathlib import Path

import pytest

from harness.contract1 import START, STOP, calls
from harness.recctrl import Recctrl

COUNT = 10  # recordings of one boot
VERIFIED = 4  # of them
GUEST_TEXT = "hello-from-8001"  # printed in the first one only, and computed there
SHORT = 10 ** 6  # instructions


@pytest.fixture(scope="module", params=["x86_64"])
def target(request):
    return request.param


@pytest.fixture(scope="module")
def guest(boot):
    """A guest that recorded a few times, in toggle mode."""
    guest = boot("checksum=y")
    for number in range(COUNT):
        assert calls(guest, "toggle", "x") == [START]
        guest.check("echo hello-from-$((8000+1))" if number == 0 else "ls -la /bin")
        assert calls(guest, "toggle", "x") == [STOP]
        guest.recorded(f"x_{number:03}")
    return guest


@pytest.fixture
def recctrl(guest, tmp_path):
    return Recctrl(guest.directory, tmp_path)


@pytest.fixture
def manifest(guest):
    """manifest(**members) rewrites the second recording's; it is put back afterwards."""
    path = guest.directory / "x_001-rr.json"
    before = path.read_bytes()

    def change(**members):
        whole = json.loads(before) | members
        path.write_text(json.dumps({key: value for key, value in whole.items() if value is not None}))

    yield change
    path.write_bytes(before)


def test_verify(recctrl):
    result = recctrl("verify", "--jobs", "2", *(f"x_{number:03}" for number in range(VERIFIED)))
    lines = sorted(result.stdout.splitlines())
    assert len(lines) == VERIFIED
    for number, line in enumerate(lines):
        assert line.startswith(f"x_{number:03}: replays, ")
        assert line.endswith("files as recorded, RAM and registers as recorded")


def test_verify_shows_how_far_it_is(recctrl):
    """On a terminal; what is piped elsewhere stays free of it."""
    output, status = recctrl.on_terminal("verify", "--jobs", "2", *(f"x_{number:03}" for number in range(COUNT)))
    assert status == 0
    shown = [(len(bar), int(percent)) for bar, percent in re.findall(r"\[(#*) *\] +(\d+) % ", output)]
    assert shown == sorted(shown) and shown[0] < shown[-1]
    assert all(percent * 40 // 100 <= length <= (percent + 1) * 40 // 100 for length, percent in shown)
    lines = sorted(line for line in re.sub(r"\r[^\r\n]*\x1b\[K", "", output).split("\r\n") if line)
    assert [line.partition(":")[0] for line in lines] == [f"x_{number:03}" for number in range(COUNT)]
    assert "#" not in recctrl("verify", "x_000").stderr


@pytest.mark.parametrize("member, value, said", [
    ("ram_checksum", "00000000", "RAM at the end differs"),
    ("register_checksum", "00000000", "registers at the end differ"),
    ("instructions", 5, "the recording after 5"),
])
def test_verify_compares(recctrl, manifest, member, value, said):
    manifest(**{member: value})
    assert said in recctrl("verify", "x_001", status=1).stderr


def test_verify_notices_a_changed_log(recctrl, guest, manifest):
    """By its SHA-256; and where no manifest keeps that, by where the replay comes to."""
    log = guest.directory / "x_001-rr-nondet.log"
    before = log.read_bytes()
    try:
        # Ten bytes at the end and eight at the beginning say how many instructions there are: a few more.
        more = struct.pack("<Q", struct.unpack_from("<Q", before)[0] + 10)
        log.write_bytes(more + before[8:-10] + more + before[-2:])
        assert "SHA-256" in recctrl("verify", "x_001", status=1).stderr
        manifest(log=None)
        assert "x_001: " in recctrl("verify", "x_001", status=1).stderr
    finally:
        log.write_bytes(before)


def test_replay_needs_no_file_that_was_booted(recctrl, manifest):
    machine = recctrl.list()["x_001"]["machine"]
    gone = [f"/nowhere/{Path(word).name}" if "/" in word else word for word in machine]
    assert gone != machine
    manifest(machine=gone)
    assert "RAM and registers as recorded" in recctrl("verify", "x_001").stdout


def test_replay_with_a_plugin_of_the_engine(recctrl, tmp_path):
    """Its output shows that what the guest did is done again, and lands where the user is."""
    for name, found in (("x_000", True), ("x_001", False)):
        if not found:
            (tmp_path / "_string_matches.txt").unlink()
        output = recctrl("replay", name, "--", "-panda", f"stringsearch:str={GUEST_TEXT}").stdout
        assert "Replay completed successfully" in output
        if found:
            assert (tmp_path / "_string_matches.txt").read_text().strip()


def test_a_recording_of_another_machine_does_not_replay(recctrl, manifest):
    manifest(machine=["-m", "128"])
    assert "mismatch" in recctrl("verify", "x_001", status=1).stderr
    recctrl("replay", "x_001", status=1)


def test_what_was_seen(recctrl, guest, tmp_path):
    """On the guest's console; and where a transcript is kept, nothing is replayed."""
    (item,) = json.loads(recctrl("cast", "--json", "x_000").stdout)
    assert (item["kind"], item["times"]) == ("serial", "clock")
    assert GUEST_TEXT in recctrl("cat", "x_000").stdout.splitlines()
    names = [f"x_{number:03}" for number in range(COUNT)]
    assert recctrl("grep", "-l", "-j", "2", GUEST_TEXT, *names).stdout == "x_000\n"
    for name in names:
        (guest.directory / f"{name}-rr-transcript").stat()
    recctrl("cast", "x_000")
    assert (tmp_path / "x_000.output").read_bytes().count(GUEST_TEXT.encode()) == 1
    assert recctrl("grep", "-l", "busybox", *names).stdout == "".join(f"{name}\n" for name in names[1:])
    for name in names:
        (guest.directory / f"{name}-rr-transcript").unlink()


def test_packed_recordings_are_small_and_replay(recctrl):
    before = recctrl.list()
    recctrl("pack", "--all")
    for name, item in list(recctrl.list().items())[1:]:
        assert item["packed_against"] == "x_000"
        assert item["bytes"] <= before[name]["bytes"] / 100, item["bytes"]
    for name in ("x_000", "x_003"):
        assert "RAM and registers as recorded" in recctrl("verify", name).stdout
    assert "Replay completed successfully" in recctrl("replay", "x_002").stdout
    recctrl("unpack", *before)
    after = recctrl.list()
    assert {name: item["snapshot"] for name, item in after.items()} == \
        {name: item["snapshot"] for name, item in before.items()}
    recctrl("verify", "x_002")


def test_archives_of_newer_pandas_replay(recctrl, guest):
    """Also on an engine that can't read them; their command line has lost its quotes."""
    item = recctrl.list()["x_001"]
    files = {"capture.cmd": f"bin/panda-system-x86_64 {' '.join(item['machine'])} \n".encode()}
    files |= {name: (guest.directory / f"x_001-rr-{suffix}").read_bytes()
              for name, suffix in (("snapshot", "snp"), ("nondetlog", "nondet.log"))}
    files["sha1"] = "".join(f"{name}: {hashlib.sha1(data).hexdigest()}\n" for name, data in files.items()).encode()
    with tarfile.open(guest.directory / "demo.rr2", "w:gz", format=tarfile.PAX_FORMAT, compresslevel=1) as archive:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    said = recctrl("verify", "demo").stdout
    assert said.startswith("demo: replays, ") and f"{item['instructions']:,}".replace(",", " ") in said
    recctrl("rm", "demo")


def test_repaired_recordings_replay(recctrl, guest):
    """As a recorder leaves them that dies at any moment after the snapshot."""
    log = (guest.directory / "x_001-rr-nondet.log").read_bytes()
    names = []
    for size in random.Random(1).sample(range(len(log) // 10, len(log)), 4):
        names.append(f"cut{size}")
        os.link(guest.directory / "x_001-rr-snp", guest.directory / f"cut{size}-rr-snp")
        (guest.directory / f"cut{size}-rr-nondet.log").write_bytes(bytes(8) + log[8:size])
        text = (guest.directory / "x_001-rr.json").read_text()
        whole = json.loads(text) | {"name": names[-1], "state": "recording"}
        del whole["snapshot"], whole["log"], whole["instructions"]
        (guest.directory / f"cut{size}-rr.json").write_text(json.dumps(whole))
    assert {recctrl.list()[name]["state"] for name in names} == {"incomplete"}
    recctrl("repair", *names)
    recctrl("verify", "--jobs", "2", *names)
    recctrl("rm", *names)


def test_a_recorder_that_is_killed(recctrl, guest):
    """A recording under way is listed as such and can't be deleted; when PANDA is gone it is incomplete, not lost."""
    assert calls(guest, "toggle", "x") == [START]
    name = f"x_{COUNT:03}"
    assert recctrl.list()[name]["state"] == "recording"
    assert "being recorded" in recctrl("rm", name, status=1).stderr
    assert "recording" in recctrl("replay", name, status=1).stderr
    # Much more than fits into the buffers of the log, and enough for the snapshot to be written beside it.
    guest.check("i=0; while [ $i -lt 2000 ]; do echo $i; i=$((i+1)); done")
    guest.process.kill()
    guest.ended = True
    item = recctrl.list()[name]
    assert item["state"] == "incomplete" and "recorder" in item["reason"]
    recctrl("repair", name)
    item = recctrl.list()[name]
    assert item["state"] == "repaired" and item["instructions"] > SHORT
    recctrl("verify", name)
    assert "100" in recctrl("cat", name).stdout.splitlines()  # what was seen until then, by as much of a clock
