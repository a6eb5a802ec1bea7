# SPDX-License-Identifier: GPL-2.0-or-later
"""pack and unpack: nothing is lost, nothing is orphaned, and it is worth it."""
import json
import os
import pathlib
import random
import resource
import shutil
import signal
import subprocess

import pexpect
import pytest
import recordings

MEGABYTE = 1 << 20


@pytest.fixture(autouse=True)
def temporary(tmp_path_factory, recctrl):
    """Where unpacked copies go for a moment. Nothing may be left there."""
    directory = tmp_path_factory.mktemp("temporary")
    recctrl.environment["TMPDIR"] = str(directory)
    yield directory
    assert list(directory.iterdir()) == []


def snapshot(seed, changes=0):
    """What no compressor can shrink, with a few changed places in it."""
    data = bytearray(random.Random(seed).randbytes(MEGABYTE))
    for place in range(changes):
        data[place * 10007 % MEGABYTE] ^= 0xff
    return bytes(data)


def series(directory, count, seed=1, name="x", second=0, **members):
    """Recordings of one boot of one machine."""
    made = []
    for number in range(count):
        recording = recordings.Recording(directory, f"{name}_{number:03}", snapshot(seed, number), 1000 + number,
                                         [recordings.entry(5, recordings.INPUT_4, b"abcd")] * 1000)
        made.append(recording.write_manifest(started=f"2024-11-23T20:58:{second + number:02}.000Z", **members))
    return made


def contents(directory):
    return {path.name: path.read_bytes() for path in directory.iterdir()}


def open_files(pid):
    for link in pathlib.Path(f"/proc/{pid}/fd").iterdir():
        try:
            yield os.readlink(link)
        except FileNotFoundError:
            pass


def needs(recctrl):
    return {item["name"]: item.get("packed_against") for item in recctrl.json("ls")}


def test_there_and_back(recctrl, tmp_path):
    series(tmp_path, 3)[0].write_clock((1000, 250), (2000, 300))  # stays as it is
    before = contents(tmp_path)
    recctrl("pack", "--all")
    assert needs(recctrl) == {"x_000": None, "x_001": "x_000", "x_002": "x_000"}
    assert not list(tmp_path.glob("*-rr-snp")) and not list(tmp_path.glob("*.log"))
    root, *others = recctrl.json("ls")
    assert root["bytes"] > MEGABYTE / 2
    for item in others:
        assert item["state"] == "whole" and item["stored"] == "packed" and item["instructions"] > 1000
        assert item["bytes"] < MEGABYTE / 100
    assert "x_000" in recctrl("info", "x_001").stdout
    recctrl("unpack", "x_000", "x_001", "x_002")
    assert contents(tmp_path) == before


def test_quiet(recctrl, tmp_path):
    """On a terminal, where the same command without the option draws."""
    for option, said in ((["--quiet"], False), ([], True)):
        recordings.Recording(tmp_path, f"x{said}")
        child = pexpect.spawn(str(recctrl.program), ["pack", *option, f"x{said}"], cwd=str(tmp_path), env=recctrl.environment,
                              timeout=60)
        assert bool(child.read()) == said
        child.close()
        assert child.exitstatus == 0 and list(tmp_path.glob(f"x{said}-rr-snp.zst"))


def test_one_at_a_time_as_they_come(recctrl, tmp_path):
    series(tmp_path, 3)
    for name in ("x_000", "x_001", "x_002"):
        recctrl("pack", name)
    assert needs(recctrl) == {"x_000": None, "x_001": "x_000", "x_002": "x_000"}


def test_no_unpacked_copy_is_made(recctrl, tmp_path):
    """Only of what a recording is packed against, when that is packed."""
    series(tmp_path, 3)
    recctrl.environment["TMPDIR"] = str(tmp_path / "missing")
    recctrl("pack", "x_001")
    recctrl("pack", "x_000")
    assert "temporary file" in recctrl.refuses("pack", "x_002")


def test_the_first_of_a_series_can_stay_plain(recctrl, tmp_path):
    series(tmp_path, 3)
    recctrl("pack", "x_002", "x_001")
    assert needs(recctrl) == {"x_000": None, "x_001": "x_000", "x_002": "x_000"}
    recctrl("pack", "x_000")
    recctrl("unpack", "x_001")
    assert recordings.file_facts((tmp_path / "x_001-rr-snp").read_bytes()) == recctrl.json("info", "x_001")[0]["snapshot"]


def test_another_boot_is_a_new_root(recctrl, tmp_path):
    series(tmp_path, 2)
    series(tmp_path, 2, seed=2, name="y", second=10)
    recctrl("pack", "--all")
    assert needs(recctrl) == {"x_000": None, "x_001": "x_000", "y_000": None, "y_001": "y_000"}


def test_another_machine_is_no_reference(recctrl, tmp_path):
    series(tmp_path, 1)
    series(tmp_path, 1, name="y", second=10, machine=["-m", "512"])
    series(tmp_path, 1, name="z", second=20, target="i386")
    recctrl("pack", "--all")
    assert set(needs(recctrl).values()) == {None}


def test_without_manifests(recctrl, tmp_path):
    for recording in series(tmp_path, 2):
        recording.manifest.unlink()
    (tmp_path / "x_000-rr-snp").touch()
    os.utime(tmp_path / "x_001-rr-snp", (2e9, 2e9))
    os.utime(tmp_path / "x_001-rr-nondet.log", (2e9, 2e9))
    before = contents(tmp_path)
    recctrl("pack", "--all")
    items = recctrl.json("ls")
    assert [item["instructions"] for item in items] == [1000, 1001]
    assert [item.get("packed_against") for item in items] == [None, "x_000"]
    recctrl("unpack", "latest", "x_000")
    assert contents(tmp_path) == before


def test_what_the_user_says_about_the_reference(recctrl, tmp_path):
    series(tmp_path, 3)
    recctrl("pack", "--alone", "x_001")
    recctrl("pack", "--against", "x_001", "x_000")
    assert needs(recctrl)["x_000"] == "x_001"
    assert "itself" in recctrl.refuses("pack", "--against", "x_000", "x_002")
    assert "itself" in recctrl.refuses("pack", "--against", "x_002", "x_002")
    assert "missing" in recctrl.refuses("pack", "--against", "none", "x_002")
    recctrl("unpack", "x_001")
    assert "x_000" in recctrl.refuses("pack", "--against", "x_002", "x_001")
    recctrl("pack", "x_001")
    assert needs(recctrl)["x_001"] is None


def test_nothing_is_orphaned(recctrl, tmp_path):
    series(tmp_path, 3)
    recctrl("pack", "--all")
    for _ in range(2):
        assert "needed to unpack" in recctrl.refuses("rm", "x_000")
        recctrl("unpack", "x_000")
    recctrl("rm", "x_001")
    assert "x_002" in recctrl.refuses("rm", "x_000")
    recctrl("unpack", "x_002")
    recctrl("rm", "x_000")
    assert set(needs(recctrl)) == {"x_002"}


def test_all_together_can_go(recctrl, tmp_path):
    series(tmp_path, 3)
    recctrl("pack", "--all")
    recctrl("rm", "x_000", "x_002", "x_001")
    assert contents(tmp_path) == {}


def test_rm_looks_names_up_once(recctrl, tmp_path):
    """After the latest is gone another one is the latest."""
    series(tmp_path, 3)
    recctrl("pack", "--all")
    recctrl("rm", "latest", "latest")
    assert set(needs(recctrl)) == {"x_000", "x_001"}


def test_a_reference_that_was_lost(recctrl, tmp_path):
    series(tmp_path, 2)
    recctrl("pack", "--all")
    for path in tmp_path.glob("x_000*"):
        path.unlink()
    (item,) = recctrl.json("ls")
    assert item["state"] == "incomplete" and "x_000" in item["reason"]
    before = contents(tmp_path)
    assert "x_000" in recctrl.refuses("unpack", "x_001")
    assert "x_000" in recctrl.refuses("verify", "x_001")
    assert contents(tmp_path) == before


def test_a_reference_that_changed(recctrl, tmp_path):
    series(tmp_path, 2)
    recctrl("pack", "x_001")
    (tmp_path / "x_000-rr-snp").write_bytes(snapshot(7))
    before = contents(tmp_path)
    assert "x_001-rr-snp.zst" in recctrl.refuses("unpack", "x_001")
    assert contents(tmp_path) == before


@pytest.mark.parametrize("place", [0, 5, 30, 300, 5000, -1])
def test_damaged_packed_files_are_noticed(recctrl, tmp_path, place):
    series(tmp_path, 1)
    recctrl("pack", "x_000")
    file = tmp_path / "x_000-rr-snp.zst"
    data = bytearray(file.read_bytes())
    data[place] ^= 0x10
    file.write_bytes(data)
    before = contents(tmp_path)
    assert "x_000-rr-snp.zst" in recctrl.refuses("unpack", "x_000")
    assert contents(tmp_path) == before


def test_truncated_packed_files_are_noticed(recctrl, tmp_path):
    series(tmp_path, 1)
    recctrl("pack", "x_000")
    file = tmp_path / "x_000-rr-snp.zst"
    data = file.read_bytes()
    for size in (0, 7, 8, 100, len(data) // 2, len(data) - 1):
        file.write_bytes(data[:size])
        recctrl.refuses("unpack", "x_000")
        assert not (tmp_path / "x_000-rr-snp").exists() and len(contents(tmp_path)) == 3


def test_headers_that_lie(recctrl, tmp_path):
    """A header comes from a file that anybody may have made: no size, name or type of it is believed."""
    series(tmp_path, 1)
    recctrl("pack", "x_000")
    file = tmp_path / "x_000-rr-snp.zst"
    data = file.read_bytes()
    length = int.from_bytes(data[4:8], "little")
    header = json.loads(data[8:8 + length])
    for change in ({"bytes": 1 << 60}, {"bytes": -1}, {"bytes": MEGABYTE - 1}, {"bytes": "x"}, {"sha256": "0" * 64},
                   {"sha256": "0"}, {"against": "../x_000"}, {"against": ""}, {"against": 5}):
        text = json.dumps({**header, **change}).encode()
        file.write_bytes(data[:4] + len(text).to_bytes(4, "little") + text + data[8 + length:])
        recctrl.refuses("unpack", "x_000")
        recctrl("ls")
        assert not (tmp_path / "x_000-rr-snp").exists()


def test_only_whole_recordings_that_are_what_they_were(recctrl, tmp_path):
    changed, cut, incomplete = series(tmp_path, 3)
    changed.snapshot.write_bytes(snapshot(9))
    cut.log.write_bytes(cut.log.read_bytes()[:-1])
    incomplete.write_manifest(state="incomplete", reason="no space")
    before = contents(tmp_path)
    assert "SHA-256" in recctrl.refuses("pack", "--alone", "x_000")
    assert "incomplete" in recctrl.refuses("pack", "x_001")
    assert "incomplete" in recctrl.refuses("pack", "x_002")
    (tmp_path / "y.rr2").write_bytes(b"")
    assert "archive" in recctrl.refuses("pack", "y")
    (tmp_path / "y.rr2").unlink()
    assert contents(tmp_path) == before


def test_a_full_disk_loses_nothing(recctrl, tmp_path):
    """A limit on the size of files stands for the disk: the packed snapshot does not fit."""
    series(tmp_path, 1)
    before = contents(tmp_path)

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (MEGABYTE // 2, MEGABYTE // 2))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    result = subprocess.run([recctrl.program, "pack", "x_000"], cwd=tmp_path, preexec_fn=limit, check=False,
                            capture_output=True, env=recctrl.environment, text=True)
    assert result.returncode == 1 and "x_000-rr-snp" in result.stderr
    assert contents(tmp_path) == before


def test_broken_off_between_the_files(recctrl, tmp_path):
    """One file packed, the other not yet: still whole, and both commands go on from there."""
    (recording,) = series(tmp_path, 1)
    before = contents(tmp_path)
    recctrl("pack", "x_000")
    packed = contents(tmp_path)
    recctrl("unpack", "x_000")
    recording.snapshot.unlink()
    (tmp_path / "x_000-rr-snp.zst").write_bytes(packed["x_000-rr-snp.zst"])
    assert recctrl.json("ls")[0]["state"] == "whole"
    recctrl("pack", "x_000")
    assert contents(tmp_path) == packed
    (tmp_path / "x_000-rr-snp").write_bytes(before["x_000-rr-snp"])
    assert recctrl.json("ls")[0]["state"] == "whole"
    recctrl("pack", "x_000")
    recctrl("unpack", "x_000")
    assert contents(tmp_path) == before


def test_two_at_once(recctrl, tmp_path):
    """Whoever comes second finds it done."""
    before = series(tmp_path, 2) and contents(tmp_path)
    assert recctrl.while_waiting(lambda: None, ["pack", "--all"], ["pack", "--all"], ["pack", "x_001"]) == [0, 0, 0]
    assert needs(recctrl) == {"x_000": None, "x_001": "x_000"}
    unpack = ["unpack", "x_000", "x_001"]
    assert recctrl.while_waiting(lambda: None, unpack, unpack) == [0, 0]
    assert contents(tmp_path) == before


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL], ids=["interrupted", "killed"])
@pytest.mark.parametrize("command", ["pack", "unpack"])
def test_broken_off_leaves_no_file(recctrl, tmp_path, command, number):
    """Whole or not at all, however the process ends; nothing is left that no command lists."""
    recording = recordings.Recording(tmp_path, "x", random.Random(1).randbytes(64 * MEGABYTE)).write_manifest()
    if command == "unpack":
        recctrl("pack", "x")
    before = recording.files()
    arguments = ["pack", "--level=19", "x"] if command == "pack" else ["unpack", "x"]
    with subprocess.Popen([recctrl.program, *arguments], cwd=tmp_path, env=recctrl.environment) as process:
        while not any(opened.startswith((f"{tmp_path}/.", f"{tmp_path}/#")) for opened in open_files(process.pid)):
            assert process.poll() is None
        process.send_signal(number)
        assert process.wait() == -number
    assert recording.files() == before
    assert recctrl.json("ls")[0]["state"] == "whole"


def test_zstd_itself_can_unpack(recctrl, tmp_path):
    zstd = shutil.which("zstd")
    series(tmp_path, 2)
    before = contents(tmp_path)
    recctrl("pack", "x_001")
    result = subprocess.run([zstd, "-d", "-c", "--long=31", "--patch-from=x_000-rr-snp", "x_001-rr-snp.zst"],
                            cwd=tmp_path, capture_output=True, check=True)
    assert result.stdout == before["x_001-rr-snp"]


def test_an_empty_log_is_no_trouble(recctrl, tmp_path):
    recordings.Recording(tmp_path, "x", snapshot=b"", instructions=0)
    before = contents(tmp_path)
    recctrl("pack", "--idle", "--level", "19", "x")
    recctrl("unpack", "x")
    assert contents(tmp_path) == before
