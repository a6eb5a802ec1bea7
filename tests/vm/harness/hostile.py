# SPDX-License-Identifier: GPL-2.0-or-later
"""An enemy in the guest (tests/baremetal/guest/hostile.c): how often he got which answer, and what he must not do."""

import os
import random
import re
import signal
from pathlib import Path

CALLS = 100_000
START, STOP = "1", "2"

# How often the crafted calls get which answer in toggle mode, while the operator's recording is on: what a guest would
# start or stop is refused. A name has 0 to 140 bytes, each part of them in front of a boundary between pages; so has a
# request, of each action; where the second page is missing, only the last of them can be read.
NAMES = 2 * sum(length + 2 for length in range(141))
GUARDED = {
    "actions": {"-1": 601, "-2": 601, "native": 601},
    "sizes": {"-2": 1024, "hello": 1},
    "names": {"-1": NAMES},
    "requests": {"hello": 514, "status": 514, "-8": 2 * 514, "-4": 3 * 514, "-14": 7 * 512},
    "bytes": {"-8": 456, "-3": 8, "-2": 48},
}
# Without one: a single start among all actions; names and requests depend on what the rate of starts allows.
FREE = {
    "actions": {"-1": 600, START: 1, "-2": 601, "native": 601},
    "sizes": GUARDED["sizes"],
}

FILE = re.compile(r"[\w ._+@:=,-]+-rr(-snp|-nondet\.log|-clock|\.json)")


def new_seed():
    """HOSTILE_SEED=N in the environment repeats a run."""
    seed = int(os.environ.get("HOSTILE_SEED", random.SystemRandom().randrange(2 ** 32)))
    print(f"HOSTILE_SEED={seed}")
    return seed


def answers(output):
    """{kind of call: {answer: how often}}, from what hostile_run() prints."""
    lines = re.findall(r"^([a-z]+)((?: [-a-z0-9]+:\d+)+)\r?$", output, re.MULTILINE)
    return {kind: {answer: int(count) for answer, count in (word.split(":") for word in words.split())}
            for kind, words in lines}


def total(answered, *wanted):
    """How many answers there are, of those that are wanted or of all."""
    return sum(count for counts in answered.values() for answer, count in counts.items()
               if not wanted or answer in wanted)


def written_by(process):
    """The regular files that a process can write to."""
    found = set()
    for entry in Path(f"/proc/{process}/fd").iterdir():
        flags = int(re.search(r"^flags:\s+(\d+)", Path(f"/proc/{process}/fdinfo/{entry.name}").read_text(),
                              re.MULTILINE)[1], 8)
        if flags & os.O_ACCMODE != os.O_RDONLY and entry.exists() and entry.is_file():
            found.add(entry.readlink())
    return found


def surroundings(directory):
    """What lies beside a directory, to see whether it changes."""
    return {path: (path.lstat().st_size, path.lstat().st_mtime_ns, path.lstat().st_mode)
            for path in directory.parent.rglob("*") if directory not in (path, *path.parents)}


def only_recordings(directory):
    """Nothing is in there but recordings' files, which are for their owner only."""
    for file in directory.iterdir():
        assert FILE.fullmatch(file.name) and not file.name.startswith("."), file.name
        assert file.lstat().st_mode == 0o100600, file


def attack(guest, hostile):
    """hostile(seed) runs the enemy and gives what he printed: first freely, then inside a recording of the operator's.
    Gives all recordings."""
    seed = new_seed()
    free = answers(hostile(seed))
    assert total(free) == CALLS, free
    if total(free, START) > total(free, STOP):
        assert guest.operator("stop") == "stopped"
    names = guest.recordings()
    assert len(names) == total(free, START)
    recordings = [guest.recorded(name) for name in names]
    only_recordings(guest.directory)

    assert guest.operator("start guarded") == "guarded starts as soon as the guest runs"
    guarded = answers(hostile(seed + 1))
    for file in written_by(guest.process.child.pid):
        assert file.parent == guest.directory, file
    assert guest.operator("stop") == "stopped"
    assert total(guarded) == CALLS, guarded
    assert total(guarded, START, STOP) == 0
    (new,) = set(guest.recordings()) - set(names)
    recordings.append(guest.recorded(new))
    only_recordings(guest.directory)
    return free, guarded, recordings


def all_replay(recordings):
    for recording in recordings:
        result = recording.replay()
        assert result.completed, f"{recording.name}: {result.output}"
        assert result.state() == recording.state(), recording.name


def children(process):
    return [int(child) for task in Path(f"/proc/{process}/task").iterdir()
            for child in (task / "children").read_text().split()]


def snapshot_child_holds(guest, tries=50):
    """What the child that writes a snapshot has open, but for the three standard files."""
    for _ in range(tries):
        before = set(guest.recordings())
        assert guest.operator("start look") == "look starts as soon as the guest runs"
        while not (new := set(guest.recordings()) - before):
            pass
        snapshot = guest.directory / f"{new.pop()}-rr-snp"
        while snapshot.stat().st_size == 0:
            pass  # as soon as it writes, it has closed what it does not need
        held = []
        for child in children(guest.process.child.pid):
            os.kill(child, signal.SIGSTOP)
            try:
                held = [entry.readlink() for entry in Path(f"/proc/{child}/fd").iterdir() if int(entry.name) > 2]
            finally:
                os.kill(child, signal.SIGCONT)
        assert guest.operator("stop") == "stopped"
        if held:
            return sorted(str(file) for file in held), snapshot
    raise AssertionError("no snapshot's child was seen")
