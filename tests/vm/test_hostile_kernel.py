# SPDX-License-Identifier: GPL-2.0-or-later
"""The same enemy as a guest without an operating system, who owns the machine and its devices."""

import time

import pytest

from harness.baremetal import booted
from harness.hostile import CALLS, FREE, GUARDED, START, STOP, all_replay, answers, attack, new_seed, total
from test_baremetal import BOARDS


def hostile_on(guest):
    """hostile(seed) makes the guest attack, and gives what it prints."""
    def hostile(seed):
        before = len(guest.console.text.data)
        guest.console.send(b"h%08x%08x" % (seed % 2 ** 32, CALLS))
        guest.expect(rb"^hostile 00000000\r?\n", before, timeout=300)
        return guest.console.text.text(before)
    return hostile


@pytest.mark.parametrize("board", BOARDS.values(), ids=BOARDS)
def test_toggle_mode(board):
    with booted(*board, "checksum=y,max_starts=4,max_calls=0") as guest:
        guest.expect(rb"^ready\r?\n")
        free, guarded, recordings = attack(guest, hostile_on(guest))
        for expected, answered in ((FREE, free), (GUARDED, guarded)):
            assert {kind: answered[kind] for kind in expected} == expected
        assert total(guarded, "0", "other") == 0
        guest.quit()
        all_replay(recordings)


def test_session_mode():
    """Sessions are opened and closed while the operator records."""
    with booted(*BOARDS["x86_64"], "checksum=y,max_starts=4,max_calls=0,session_rec=y,max_sessions=16") as guest:
        guest.expect(rb"^ready\r?\n")
        _, guarded, recordings = attack(guest, hostile_on(guest))
        assert total(guarded, "other") == 0
        guest.quit()
        all_replay(recordings)


def test_refused_starts_fill_no_log_file():
    """A disk that is always too full, and nothing that limits how often a start is tried."""
    with booted(*BOARDS["x86_64"], "max_starts=0,min_free=900000G") as guest:
        guest.expect(rb"^ready\r?\n")
        before = len(guest.process.output.text())
        began = time.monotonic()
        answered = answers(hostile_on(guest)(new_seed()))
        minutes = 1 + (time.monotonic() - began) // 60
        assert total(answered) == CALLS and total(answered, START, STOP) == 0
        printed = guest.process.output.text()[before:].splitlines()
        assert 6 <= len(printed) <= 6 + 6 * minutes, printed
        assert all(line.startswith("recctrl: no recording: ") and "min_free" in line for line in printed)
        assert list(guest.directory.iterdir()) == []


def test_a_log_that_calls_fill_ends_at_its_limit():
    """Each call inside a recording is in its log."""
    with booted(*BOARDS["x86_64"], "checksum=y,max_starts=4,max_calls=0,max_size=1M") as guest:
        guest.expect(rb"^ready\r?\n")
        assert guest.operator("start guarded") == "guarded starts as soon as the guest runs"
        assert total(answers(hostile_on(guest)(new_seed()))) == CALLS
        recording = guest.recorded("guarded_000")
        manifest = recording.manifest()
        assert manifest["end_reason"] == "limit" and manifest["log"]["bytes"] >= 2 ** 20
        all_replay([recording])
        guest.quit()
