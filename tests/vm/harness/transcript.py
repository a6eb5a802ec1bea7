# SPDX-License-Identifier: GPL-2.0-or-later
"""Replays a recording with panda_recctrl_transcript and takes its stream apart (transcript/stream.h)."""

import struct
import tempfile
from dataclasses import dataclass, field

from .replay import replay

MAGIC = b"recctrl transcript 1\n"
RECORD = struct.Struct("=IIIIQ")
RECORD_BYTES_MAX = 64 * 1024
TYPES = dict(enumerate(["opened", "info", "output", "error", "input", "resize", "closed", "tsc", "problem", "end"], 1))
KINDS = {1: "pty", 2: "pipes", 3: "serial"}


@dataclass
class Channel:
    """One terminal, or one session without."""

    kind: str
    info: dict = field(default_factory=dict)
    output: bytes = b""
    error: bytes = b""
    input: bytes = b""
    sizes: list = field(default_factory=list)  # columns, rows
    closed: bool = False


@dataclass
class Transcript:
    """What a stream said."""

    channels: list = field(default_factory=list)
    problems: list = field(default_factory=list)
    counters: list = field(default_factory=list)
    ended: bool = False

    def of_kind(self, kind):
        return [channel for channel in self.channels if channel.kind == kind]


def records(stream):
    """(type, channel, bytes, instructions) of each record; the stream must be whole."""
    assert stream.startswith(MAGIC)
    at = len(MAGIC)
    while at < len(stream):
        kind, channel, length, reserved, instructions = RECORD.unpack_from(stream, at)
        at += RECORD.size
        assert length <= RECORD_BYTES_MAX and reserved == 0 and at + length <= len(stream)
        yield TYPES[kind], channel, stream[at:at + length], instructions
        at += length


def add_to_channel(channel, kind, content):
    assert not channel.closed
    if kind in ("output", "error", "input"):
        setattr(channel, kind, getattr(channel, kind) + content)
    elif kind == "info":
        key, _, value = content.decode().partition("=")
        channel.info[key] = value
    elif kind == "resize":
        channel.sizes.append(struct.unpack("=HH", content))
    else:
        assert kind == "closed" and content == b""
        channel.closed = True


def parse(stream):
    transcript, before = Transcript(), 0
    for kind, channel, content, instructions in records(stream):
        assert not transcript.ended and instructions >= before
        before = instructions
        if kind == "opened":
            transcript.channels.append(Channel(KINDS[int.from_bytes(content, "little")]))
            assert channel == len(transcript.channels)
        elif channel > 0:
            add_to_channel(transcript.channels[channel - 1], kind, content)
        elif kind == "problem":
            transcript.problems.append(content.decode())
        elif kind == "tsc":
            transcript.counters.append((instructions, int.from_bytes(content, "little")))
        else:
            assert kind == "end"
            transcript.ended = True
    return transcript


def read(recording, plugins=()):
    """The transcript of a recording, whose replay must end bit for bit as the recording did."""
    with tempfile.TemporaryFile() as stream:
        result = replay(recording.machine, str(recording.file("")), recording.directory,
                        [*plugins, f"recctrl_transcript:fd={stream.fileno()}"], pass_fds=[stream.fileno()])
        assert result.completed, result.output
        assert result.state() == recording.state()
        stream.seek(0)
        transcript = parse(stream.read())
    assert transcript.ended
    return transcript
