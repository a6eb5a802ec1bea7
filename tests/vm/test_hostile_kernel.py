# SPDX-License-Identifier: GPL-2.0-or-later
"""The same enemy as a guest without an operating system, who owns the machine and its devices."""

import pytest

from harness.baremetal import booted
from harness.hostile import CALLS, FREE, GUARDED, all_replay, attack, total
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
    with booted(*board, "checksum=y,max_starts=4") as guest:
        guest.expect(rb"^ready\r?\n")
        free, guarded, recordings = attack(guest, hostile_on(guest))
        for expected, answered in ((FREE, free), (GUARDED, guarded)):
            assert {kind: answered[kind] for kind in expected} == expected
        assert total(guarded, "0", "other") == 0
        guest.quit()
        all_replay(recordings)


def test_session_mode():
    """Sessions are opened and closed while the operator records."""
    with booted(*BOARDS["x86_64"], "checksum=y,max_starts=4,session_rec=y,max_sessions=16") as guest:
        guest.expect(rb"^ready\r?\n")
        _, guarded, recordings = attack(guest, hostile_on(guest))
        assert total(guarded, "other") == 0
        guest.quit()
        all_replay(recordings)
