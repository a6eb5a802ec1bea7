# SPDX-License-Identifier: GPL-2.0-or-later
"""Programs without an operating system record themselves, on each target that records: fourteen recordings of one boot."""

import pytest

from harness.baremetal import booted

NOOP, START, STOP = 0, 1, 2
NOT_OPEN = 2**32 - 5
HELLO, STATUS = 0x52430002, 0x53540000

# Target, program and machine, by what makes the calls; the command x changes to the second state and back.
BOARDS = {
    "i386": ("i386", "pc", ["-m", "16"]),
    "x86_64": ("x86_64", "pc", ["-m", "16"]),
    "arm926-arm-thumb": ("arm", "versatilepb", ["-M", "versatilepb", "-m", "64"]),
    "cortex-a9-arm-thumb": ("arm", "vexpress-a9", ["-M", "vexpress-a9", "-m", "64"]),
    "aarch64-kernel-program32": ("aarch64", "virt", ["-M", "virt", "-cpu", "cortex-a57", "-m", "64"]),
    "aarch64-kernel32-arm-thumb": ("aarch64", "virt-arm64", ["-M", "virt,secure=on", "-cpu", "cortex-a57", "-m", "64"]),
    "aarch64-cpu32-arm-thumb": ("aarch64", "virt-arm", ["-M", "virt", "-cpu", "cortex-a15", "-m", "64"]),
}

# Commands and their answers, one recording each; None: only the guest knows it.
STEPS = {
    "smbme": [START, 20, None, 20, STOP],  # twenty calls inside, work, twenty calls
    "i": [START << 8 | STOP],  # the stop right after the start
    "sse": [START, NOOP, STOP],
    "tbt": [START, None, STOP],  # the first contract
    "p": [0x444],  # what follows a start, a call inside and a stop is executed once
}
OUTSIDE = {"k": [HELLO], "?": [STATUS], "m": [0], "e": [NOOP]}
RECORDINGS = [f"bare_{number:03}" for number in range(2 * (len(STEPS) + 2))]


@pytest.fixture(scope="module", params=BOARDS)
def board(request):
    return BOARDS[request.param]


def answers_of(guest):
    """Of a guest in one of its states, to each of OUTSIDE and STEPS."""
    return {letters: [guest.command(letter) for letter in letters] for letters in [*OUTSIDE, *STEPS]}


def interrupt_waits(guest):
    """The answers to the four calls that make two recordings, with an interrupt that waits over both starts."""
    before = len(guest.console.text.data)
    guest.console.send(b"d")
    guest.expect(rb"^interrupts are off\r?\n", before)
    guest.console.send(b"?")  # is that interrupt, and the next command
    answers = int(guest.expect(rb"^waited ([0-9a-f]{8})\r?\n", before)[1], 16)
    guest.expect(rb"^status ([0-9a-f]{8})\r?\n", before)
    return answers


@pytest.fixture(scope="module")
def made(board):
    """The recordings of one boot, and what was answered in both states."""
    with booted(*board, "checksum=y") as guest:
        guest.expect(rb"^ready\r?\n")
        answers = [answers_of(guest)]
        assert interrupt_waits(guest) == 0x1212
        assert guest.command("x") == 1
        answers += [answers_of(guest)]
        assert interrupt_waits(guest) == 0x1212
        recordings = {name: guest.recorded(name) for name in RECORDINGS}
        guest.quit()
        yield recordings, answers


def test_answers(made):
    for answers in made[1]:
        for letters, expected in [*OUTSIDE.items(), *STEPS.items()]:
            told = [answer if wanted is not None else None for answer, wanted in zip(answers[letters], expected)]
            assert told == expected, letters


@pytest.mark.parametrize("name", RECORDINGS)
def test_replays(made, name):
    recording = made[0][name]
    result = recording.replay()
    assert result.completed, result.output
    assert result.state() == recording.state()


def test_session(board):
    with booted(*board, "checksum=y,session_rec=y") as guest:
        guest.expect(rb"^ready\r?\n")
        assert [guest.command(letter) for letter in "oocc"] == [START, NOOP, STOP, NOT_OPEN]
        recording = guest.recorded("bare_000")
        assert recording.manifest()["sessions"] == ["session 1"]
        result = recording.replay()
        assert result.completed, result.output
        assert result.state() == recording.state()
