# SPDX-License-Identifier: GPL-2.0-or-later
"""Twenty recordings of one boot: each replays to the same RAM, registers and instruction as when it ended."""

import shutil
from dataclasses import replace

import pytest

from harness.contract1 import ERROR, NOOP, START, STOP, calls

NEIGHBOURS = [f"neighbours_{n:03}" for n in range(5)]
AGAIN = [f"again_{n:03}" for n in range(5, 11)]
HUNDRED = [f"hundred_{n:03}" for n in range(11, 13)]
PROCESSES = [f"processes_{n:03}" for n in range(13, 17)]
BUSY = ["busy_017"]
OUTPUT = ["silent_018", "output_019"]  # in this order: memory may hold what was printed earlier
ALL = NEIGHBOURS + AGAIN + HUNDRED + PROCESSES + BUSY + OUTPUT

WORKLOAD = "dd if=/dev/urandom bs=64k count=20 2>/dev/null | md5sum; seq 1 8000 | sort -r | md5sum"
# The guest computes 7001, so what is typed does not hold what is looked for.
OUTPUT_COMMAND = "echo hello-from-$((7000+1))"
OUTPUT_TEXT = "hello-from-7001"


def single_instruction(guest):
    """More of those that have one instruction between their calls, until no interrupt comes in; gives the last few."""
    for first in range(len(ALL), 100, 5):
        calls(guest, *["neighbours"] * 10)
        found = {name: guest.recorded(name) for name in (f"neighbours_{n:03}" for n in range(first, first + 5))}
        if 1 in [recording.instructions for recording in found.values()]:
            return found
        for recording in found.values():
            recording.remove()
    return {}


@pytest.fixture(scope="module")
def made(boot):
    """All recordings, by name, and the answers that the guest got."""
    guest = boot("checksum=y")
    guest.check("echo a-needle-for-$((1300+37)) > /tmp/needle")
    neighbours = iter(calls(guest, *["neighbours"] * 2 * len(NEIGHBOURS)))
    answers = {name: [next(neighbours), next(neighbours)] for name in NEIGHBOURS}
    answers |= {first: calls(guest, "again", "again") for first in AGAIN[::2]}
    answers |= {name: calls(guest, "hundred", "hundred") for name in HUNDRED}
    for name, command in [*((name, "true") for name in PROCESSES), (BUSY[0], WORKLOAD), (OUTPUT[0], "true"),
                          (OUTPUT[1], OUTPUT_COMMAND)]:
        kind = name.rpartition("_")[0]
        answers[name] = calls(guest, "toggle", kind)
        guest.check(command)
        answers[name] += calls(guest, "toggle", kind)
    recordings = {name: guest.recorded(name) for name in ALL}
    assert guest.recordings() == sorted(ALL)
    recordings |= single_instruction(guest)
    guest.quit()
    return recordings, answers


def test_answers(made):
    _, answers = made
    for name in NEIGHBOURS + PROCESSES + BUSY + OUTPUT:
        assert answers[name] == [START, STOP], name
    for name in AGAIN[::2]:
        assert answers[name] == [START, STOP, START, STOP], name
    for name in HUNDRED:
        assert answers[name] == [START, 100, STOP], name


def test_nothing_but_the_instructions_between(made):
    recordings, _ = made
    assert 1 in [recordings[name].instructions for name in recordings if name.startswith("neighbours")]


def test_busy_is_long(made):
    recordings, _ = made
    assert recordings[BUSY[0]].instructions >= 10**8


@pytest.mark.parametrize("name", ALL)
def test_replays(made, name):
    recordings, _ = made
    recording = recordings[name]
    result = recording.replay()
    assert result.completed, result.output
    assert result.state() == recording.state()
    assert result.instructions == recording.instructions


@pytest.mark.parametrize("name, matches", zip(OUTPUT, [False, True]))
def test_the_output_is_in_the_replay(made, tmp_path, name, matches):
    recordings, _ = made
    result = recordings[name].replay([f"stringsearch:str={OUTPUT_TEXT}"], tmp_path)
    assert result.completed, result.output
    assert bool((tmp_path / "_string_matches.txt").read_text()) == matches


def changed(recording, directory, suffix, old, new):
    """A copy of the recording in which one place of a file is changed."""
    for file in recording.directory.glob(f"{recording.name}-rr*"):
        shutil.copy(file, directory)
    copy = replace(recording, directory=directory)
    data = copy.file(suffix).read_bytes()
    assert old in data
    copy.file(suffix).write_bytes(data[:data.rindex(old)] + new + data[data.rindex(old) + len(old):])
    return copy


def test_a_changed_byte_of_memory_is_seen(made, tmp_path):
    """The replay takes the same way to its end, which is why completion proves nothing."""
    recordings, _ = made
    copy = changed(recordings[AGAIN[1]], tmp_path, "-rr-snp", b"a-needle-for-1337", b"a-needle-for-1338")
    result = copy.replay()
    assert result.completed, result.output
    ram, registers, instructions = copy.state()
    assert result.ram != ram
    assert (result.registers, result.instructions) == (registers, instructions)
    copy.remove()


def test_a_changed_answer_is_seen(made, tmp_path):
    """One of the hundred answers in the log becomes NOOP: the guest counts 99 ERRORs."""
    recordings, _ = made
    copy = changed(recordings[HUNDRED[0]], tmp_path, "-rr-nondet.log", ERROR.to_bytes(4, "little", signed=True),
                   NOOP.to_bytes(4, "little"))
    result = copy.replay()
    assert result.completed, result.output
    assert result.state() != copy.state()
    copy.remove()


def test_the_plugin_stays_out_of_the_way_of_a_replay(made, tmp_path):
    """The calls inside are answered by the log, and nothing is recorded."""
    recordings, _ = made
    recording = recordings[HUNDRED[1]]
    result = recording.replay([f"recctrl:dir={tmp_path}"])
    assert result.completed, result.output
    assert result.state() == recording.state()
    assert list(tmp_path.iterdir()) == []
