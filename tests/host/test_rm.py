# SPDX-License-Identifier: GPL-2.0-or-later
import fcntl
import os
import struct

import recordings


def test_all_files_go_and_no_others(recctrl, tmp_path):
    keep = recordings.Recording(tmp_path, "x_000")
    for name in ("x", "x_001", "x_000-rr-snp"):
        recordings.Recording(tmp_path, name).write_manifest()
        for suffix in ("-rr-clock", "-rr-transcript", "-rr-snp.zst", "-rr-nondet.log.zst"):
            (tmp_path / f"{name}{suffix}").write_bytes(b"x")
    (tmp_path / "old.rr2").write_bytes(b"")
    recctrl("rm", "x", "x_001", "old", "x_000-rr-snp-rr-snp")
    assert keep.files() == ["x_000-rr-nondet.log", "x_000-rr-snp"]


def test_incomplete_ones_can_go(recctrl, tmp_path):
    broken = recordings.Recording(tmp_path, "x")
    broken.manifest.write_text("{")
    broken.log.unlink()
    recctrl("rm", "x")
    assert broken.files() == []


def test_one_that_is_being_recorded_stays(recctrl, tmp_path):
    live = recordings.Recording(tmp_path, "live").write_manifest(state="recording")
    with open(live.log, "r+b") as file:
        fcntl.fcntl(file, 37, struct.pack("hhqqi4x", fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0))  # F_OFD_SETLK
        assert "being recorded" in recctrl.refuses("rm", "live")
        assert len(live.files()) == 3


def test_one_that_is_missing_does_not_stop_the_rest(recctrl, tmp_path):
    there = recordings.Recording(tmp_path, "there")
    assert '"gone"' in recctrl.refuses("rm", "gone", "there")
    assert there.files() == []


def test_one_that_is_packed_meanwhile(recctrl, tmp_path):
    """Not even a file that it did not have when it was looked up stays behind."""
    recording = recordings.Recording(tmp_path, "x").write_manifest()
    assert recctrl.while_waiting(lambda: recording.snapshot.rename(tmp_path / "x-rr-snp.zst"), ["rm", "x"]) == [0]
    assert recording.files() == []
