# SPDX-License-Identifier: GPL-2.0-or-later
"""Small recordings made up by the tests: files as PANDA and the plugin leave them, with contents of no machine."""
import hashlib
import json
import struct

INPUT_1, INPUT_2, INPUT_4, INPUT_8, INTERRUPT, EXIT, CALL, END, PENDING, EXCEPTION = range(10)
END_CALLSITE = 17


def entry(instruction, kind, payload=b"", callsite=4):
    """One entry of a log: the instruction that it belongs to, its kind, and what follows the header."""
    return struct.pack("<QBB", instruction, kind, callsite) + payload


def end(instruction):
    return entry(instruction, END, callsite=END_CALLSITE)


def log(entries, instructions):
    """A whole log: the header, the entries, the end."""
    return struct.pack("<Q", instructions) + b"".join(entries) + end(instructions)


def file_facts(data):
    return {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def varint(number):
    low, rest = number & 0x7f, number >> 7
    return bytes([low]) if not rest else bytes([low | 0x80]) + varint(rest)


class Recording:
    """The files of one recording in a directory."""

    def __init__(self, directory, name, snapshot=b"snapshot" * 1000, instructions=1234, entries=()):
        self.directory, self.name, self.instructions = directory, name, instructions
        self.snapshot = directory / f"{name}-rr-snp"
        self.log = directory / f"{name}-rr-nondet.log"
        self.manifest = directory / f"{name}-rr.json"
        self.snapshot.write_bytes(snapshot)
        self.log.write_bytes(log(entries, instructions))

    def write_manifest(self, **members):
        """A manifest as the plugin would write it, with these members changed, or left out if None."""
        whole = {
            "format": 1, "name": self.name, "state": "whole", "started": "2024-11-23T20:58:01.250Z",
            "ended": "2024-11-23T20:58:03.750Z", "end_reason": "guest", "instructions": self.instructions,
            "target": "x86_64", "engine": "2021", "machine": ["-m", "256"], "cwd": "/srv",
            "snapshot": file_facts(self.snapshot.read_bytes()), "log": file_facts(self.log.read_bytes()),
            "plugin_version": "1", "contract": 1,
        }
        whole.update(members)
        self.manifest.write_text(json.dumps({key: value for key, value in whole.items() if value is not None}))
        return self

    def write_clock(self, *points, began_us=1732395481250000):
        """A clock as the plugin would write it: points are (instructions, microseconds), each counted from 0."""
        text, before = b"rrclock1" + struct.pack("<Q", began_us), (0, 0)
        for point in points:
            text += varint(point[0] - before[0]) + varint(point[1] - before[1])
            before = point
        (self.directory / f"{self.name}-rr-clock").write_bytes(text)
        return self

    def files(self):
        return sorted(path.name for path in self.directory.iterdir())
