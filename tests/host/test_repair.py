# SPDX-License-Identifier: GPL-2.0-or-later
"""repair: whatever a dead recorder left of a log, it is kept up to the last instruction that has all its entries."""
import fcntl
import json
import os
import struct

import pytest
import recordings
from recordings import (CALL, END, EXCEPTION, EXIT, INPUT_1, INPUT_2, INPUT_4, INPUT_8, INTERRUPT, PENDING, end,
                        entry)


def call(kind, layout, *values, data=b""):
    """A skipped call: its kind, a C structure in 64-bit layout, data."""
    return bytes([kind]) + struct.pack("<" + layout, *values) + data


CALLS = [
    call(0, "QQI4x", 0x1000, 0, 5, data=b"bytes"),             # CPU_MEM_RW
    call(1, "QQQII?7x", 1, 2, 3, 4, 0, True, data=b"name"),    # MEM_REGION_CHANGE
    call(2, "QQQ", 1, 2, 6, data=b"unmaps"),                   # CPU_MEM_UNMAP
    call(3, "I4xQQI4x", 1, 2, 3, 4),                           # HD_TRANSFER
    call(4, "I4xQQI4x", 1, 2, 3, 4),                           # NET_TRANSFER
    call(5, "QIB3x", 1, 7, 1, data=b"packets"),                # HANDLE_PACKET
    call(6, "QB7x", 1, 2),                                     # SERIAL_RECEIVE
    call(7, "QIB3x", 1, 0x3f8, 2),                             # SERIAL_READ
    call(8, "QB7x", 1, 2),                                     # SERIAL_SEND
    call(9, "QIB3x", 1, 0x3f8, 2),                             # SERIAL_WRITE
    call(10, "i4xQii", 0, 1, 16, 8, data=b"register"),         # CPU_REG_WRITE
]
PAYLOADS = [(INPUT_1, b"1"), (INPUT_2, b"22"), (INPUT_4, b"4444"), (INPUT_8, b"88888888"), (INTERRUPT, b"irq!"),
            (EXIT, b"ex"), (PENDING, b"pend"), (EXCEPTION, b"exce"), *((CALL, data) for data in CALLS)]
ENTRIES = [entry(10 * number + 7, kind, payload) for number, (kind, payload) in enumerate(PAYLOADS)]
LAST = 10 * (len(ENTRIES) - 1) + 7

DESCRIPTION = b'{ "devices" : [ ] }'
SNAPSHOT = b"QEVM" + bytes(5000) + b"\0\6" + struct.pack(">I", len(DESCRIPTION)) + DESCRIPTION


def broken(directory, log, name="x", **members):
    """What a recorder that died leaves: the log's header is empty, the manifest says "recording"."""
    recording = recordings.Recording(directory, name, SNAPSHOT)
    recording.log.write_bytes(log)
    return recording.write_manifest(**{"state": "recording", "ended": None, "end_reason": None, "instructions": None,
                                       "snapshot": None, "log": None, **members})


def test_every_place_to_be_cut(recctrl, tmp_path):
    """Through a log with all kinds of entries: at their ends, in their headers, in their structures, in their data."""
    whole = bytes(8) + b"".join(ENTRIES)
    ends = [8]
    for data in ENTRIES:
        ends.append(ends[-1] + len(data))
    names = {}
    for size in sorted({size for start, stop in zip(ends[2:], ends[3:])
                        for size in (start, start + 9, start + 11, stop - 8, stop - 1, stop) if start <= size <= stop}):
        names[f"cut{size:04}"] = size
        broken(tmp_path, whole[:size], f"cut{size:04}")
    recctrl("repair", *names)
    for item in recctrl.json("ls"):
        kept = max(end for end in ends if end <= names[item["name"]])
        if names[item["name"]] - kept < 8:  # the next entry could be the same instruction's
            kept = ends[ends.index(kept) - 1]
        last = 10 * (ends.index(kept) - 1) + 7
        log = (tmp_path / f"{item['name']}-rr-nondet.log").read_bytes()
        assert log == struct.pack("<Q", last) + whole[8:kept] + end(last)
        assert item["state"] == "repaired" and item["instructions"] == last
        assert item["log"] == recordings.file_facts(log)
        assert item["snapshot"] == recordings.file_facts(SNAPSHOT)
        assert item["target"] == "x86_64" and "ended" in item and "reason" not in item


def test_cut_inside_the_end(recctrl, tmp_path):
    """Nothing is lost as soon as it can be seen that it is the end."""
    whole = recordings.log(ENTRIES, LAST + 5)
    for missing in range(1, 11):
        broken(tmp_path, bytes(8) + whole[8:-missing])
        recctrl("repair", "x")
        log = (tmp_path / "x-rr-nondet.log").read_bytes()
        last = LAST + 5 if missing == 1 else LAST if missing == 2 else LAST - 10
        assert log == struct.pack("<Q", last) + b"".join([bytes(8), *ENTRIES])[8:len(log) - 10] + end(last)
        assert log == whole or missing > 1


def test_an_instruction_with_several_entries(recctrl, tmp_path):
    """A replay needs all of them."""
    first, second, third = (entry(number, INPUT_4, b"data") for number in (5, 9, 9))
    for rest, kept in ((b"", [first]), (third, [first]), (third + entry(9, INPUT_1)[:9], [first]),
                       (third + entry(10, INPUT_1)[:8], [first, second, third])):
        broken(tmp_path, bytes(8) + first + second + rest)
        recctrl("repair", "x")
        last = 5 if len(kept) == 1 else 9
        assert (tmp_path / "x-rr-nondet.log").read_bytes() == struct.pack("<Q", last) + b"".join(kept) + end(last)


def test_only_the_manifest_had_not_been_written(recctrl, tmp_path):
    recording = broken(tmp_path, recordings.log(ENTRIES, 5000))
    before = recording.log.read_bytes()
    assert recctrl.json("ls")[0]["state"] == "incomplete"
    assert "whole" in recctrl("repair", "x").stdout
    (item,) = recctrl.json("ls")
    assert item["state"] == "whole" and item["instructions"] == 5000 and recording.log.read_bytes() == before


def test_damage_in_the_middle(recctrl, tmp_path):
    """Unknown kinds, instructions that go backwards, lengths beyond the file, an end with something behind it."""
    head = bytes(8) + b"".join(ENTRIES[:3])
    for number, (bad, entries) in enumerate([
            (entry(100, 10) + bytes(100), 2), (entry(100, 255) + bytes(100), 2),
            (entry(100, CALL, bytes([11])) + bytes(100), 2), (entry(26, INPUT_4, b"back"), 2),
            (entry(100, CALL, call(0, "QQI4x", 0, 0, 1 << 30)) + bytes(100), 3),
            (entry(100, CALL, call(2, "QQQ", 0, 0, 1 << 63)) + bytes(100), 3)]):
        recording = broken(tmp_path, head + bad + b"".join(ENTRIES[4:]), f"x{number}")
        recctrl("repair", f"x{number}")
        last = 10 * entries - 3
        assert recording.log.read_bytes() == struct.pack("<Q", last) + b"".join(ENTRIES[:entries]) + end(last)
    recording = broken(tmp_path, struct.pack("<Q", 27) + head[8:] + end(27) + b"more", "more")
    recctrl("repair", "more")
    assert recording.log.read_bytes() == struct.pack("<Q", 27) + head[8:] + end(27)


@pytest.mark.parametrize("size", [0, 7, 8, 17, 18, 19])
def test_nothing_to_replay(recctrl, tmp_path, size):
    recording = broken(tmp_path, (bytes(8) + ENTRIES[0])[:size])
    before = recording.log.read_bytes()
    assert "nothing to replay" in recctrl.refuses("repair", "x")
    assert recording.log.read_bytes() == before
    assert recctrl.json("ls")[0]["state"] == "incomplete"


def test_the_snapshot_must_be_whole(recctrl, tmp_path):
    log = bytes(8) + b"".join(ENTRIES)
    for number, snapshot in enumerate([b"", SNAPSHOT[:-1], SNAPSHOT[:3000], SNAPSHOT + b"}", b"X" + SNAPSHOT[1:],
                                       SNAPSHOT.replace(b"\0\6", b"\1\6")]):
        recording = broken(tmp_path, log, f"x{number}")
        recording.snapshot.write_bytes(snapshot)
        assert "snapshot" in recctrl.refuses("repair", f"x{number}")
        assert recording.log.read_bytes() == log
    recording = broken(tmp_path, log, "changed", snapshot=recordings.file_facts(SNAPSHOT))
    recording.snapshot.write_bytes(SNAPSHOT.replace(bytes(5), b"other", 1))
    assert "SHA-256" in recctrl.refuses("repair", "changed")
    (tmp_path / "changed-rr-snp").unlink()
    assert "missing" in recctrl.refuses("repair", "changed")


def test_without_a_manifest(recctrl, tmp_path):
    broken(tmp_path, bytes(8) + b"".join(ENTRIES)).manifest.unlink()
    recctrl("repair", "x")
    (item,) = recctrl.json("ls")
    assert item["state"] == "repaired" and item["instructions"] == LAST - 10 and "target" not in item


def test_checksums_of_an_end_that_is_gone(recctrl, tmp_path):
    broken(tmp_path, bytes(8) + b"".join(ENTRIES), ram_checksum="01234567", register_checksum="01234567")
    recctrl("repair", "x")
    assert "ram_checksum" not in json.loads((tmp_path / "x-rr.json").read_text())


def test_a_manifest_that_cannot_be_written(recctrl, tmp_path):
    """The log is not cut then: with a proper end it would pass for whole."""
    recording = broken(tmp_path, bytes(8) + b"".join(ENTRIES))
    recording.manifest.unlink()
    recording.manifest.mkdir()
    recctrl.refuses("repair", "x")
    assert recording.log.read_bytes() == bytes(8) + b"".join(ENTRIES)
    assert recctrl.json("ls")[0]["state"] == "incomplete"
    recording.manifest.rmdir()
    recctrl("repair", "x")
    assert recctrl.json("ls")[0]["state"] == "repaired"


def test_broken_off_before_the_log_was_cut(recctrl, tmp_path):
    recording = broken(tmp_path, bytes(8) + b"".join(ENTRIES))
    recctrl("repair", "x")
    repaired = recording.log.read_bytes()
    recording.log.write_bytes(bytes(8) + b"".join(ENTRIES))
    assert recctrl.json("ls")[0]["state"] == "incomplete"
    recctrl("repair", "x")
    assert recording.log.read_bytes() == repaired and recctrl.json("ls")[0]["state"] == "repaired"


def test_two_at_once(recctrl, tmp_path):
    """The second does not take the end that the first wrote for the recorder's."""
    broken(tmp_path, bytes(8) + b"".join(ENTRIES), ram_checksum="12345678", register_checksum="12345678")
    assert recctrl.while_waiting(lambda: None, ["repair", "x"], ["repair", "x"]) == [0, 0]
    (item,) = recctrl.json("ls")
    assert item["state"] == "repaired" and "ram_checksum" not in item


def test_what_needs_no_repair(recctrl, tmp_path):
    recording = recordings.Recording(tmp_path, "x").write_manifest()
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    assert "nothing to repair" in recctrl("repair", "x").stdout
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before
    recording.write_manifest(state="recording")
    with open(recording.log, "r+b") as file:
        fcntl.fcntl(file, 37, struct.pack("hhqqi4x", fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0))  # F_OFD_SETLK
        assert "being recorded" in recctrl.refuses("repair", "x")


def test_end_is_the_numbers_own(tmp_path):
    """The tests' own idea of an end agrees with the entry that PANDA writes."""
    assert end(5) == bytes([5, 0, 0, 0, 0, 0, 0, 0, END, 17])
