# SPDX-License-Identifier: GPL-2.0-or-later
"""What panda_recctrl_transcript.so would say in a replay (transcript/stream.h), made up by the tests, and a launcher
that says it."""
import struct

import recordings

MAGIC = b"recctrl transcript 1\n"
OPENED, INFO, OUTPUT, ERROR, INPUT, RESIZE, CLOSED, TSC, PROBLEM, END = range(1, 11)
PTY, PIPES, SERIAL = 1, 2, 3

# Says what is in the file $STREAM to the descriptor that it was given, as PANDA with the plugin would, and counts.
LAUNCHER = """#!/usr/bin/python3
import os, re, signal, sys
with open(os.environ["RUNS"], "a") as file:
    print(*sys.argv, sep="\\n", file=file)
fd = int(re.search(r"recctrl_transcript:fd=(\\d+)", " ".join(sys.argv))[1])
print("x:  10 ( 50.00%) instrs.", flush=True)
data = open(os.environ["STREAM"], "rb").read()
while data:
    data = data[os.write(fd, data):]
print("more", file=sys.stderr)
if os.environ.get("BROKEN"):
    os.kill(os.getpid(), signal.SIGABRT)
print("Replay completed successfully")
"""


def record(kind, instructions, channel=0, data=b""):
    return struct.pack("=IIIIQ", kind, channel, len(data), 0, instructions) + data


def size(columns, rows):
    return struct.pack("=HH", columns, rows)


def opened(instructions, channel, kind, **words):
    return record(OPENED, instructions, channel, struct.pack("=I", kind)) + b"".join(
        record(INFO, instructions, channel, f"{key}={value}".encode()) for key, value in words.items())


def tsc(instructions, value):
    return record(TSC, instructions, 0, struct.pack("=Q", value))


def terminal(*outputs, channel=1, columns=80, rows=24, start=100):
    """A terminal that shows each text 100 instructions after the one before."""
    text = opened(start, channel, PTY, terminal=f"pts/{channel - 1}", program="/bin/bash", uid="1000",
                  server="/usr/sbin/sshd") + record(RESIZE, start, channel, size(columns, rows))
    for number, output in enumerate(outputs, 1):
        text += record(OUTPUT, start + 100 * number, channel, output)
    return text + record(CLOSED, start + 100 * (len(outputs) + 1), channel)


class Player:
    """Recordings in tmp_path whose replays say what the tests want."""

    def __init__(self, recctrl, prefix, directory):
        self.recctrl, self.directory, self.prefix = recctrl, directory, prefix
        self.stream = prefix / "stream"
        recctrl.environment.update(STREAM=str(self.stream), RUNS=str(prefix / "runs"), TMPDIR=str(prefix / "temporary"),
                                   RECCTRL_ENGINE=str(prefix / "engine"))

    def recording(self, *parts, name="x", ended=True, clock=((10000, 1000000),)):
        """One instruction takes 100 microseconds, by its clock."""
        self.say(*parts, ended=ended)
        recording = recordings.Recording(self.directory, name).write_manifest()
        return recording.write_clock(*clock) if clock else recording

    def say(self, *parts, ended=True):
        self.stream.write_bytes(MAGIC + b"".join(parts) + (record(END, 10000) if ended else b""))

    def runs(self):
        """How often a recording was replayed."""
        file = self.prefix / "runs"
        return file.read_text().count("recctrl-panda\n") if file.exists() else 0
