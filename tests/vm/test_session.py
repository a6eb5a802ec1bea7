# SPDX-License-Identifier: GPL-2.0-or-later
"""Session mode of contract 1: the first session starts, the last one stops."""

import pytest

from harness.contract1 import ERROR, NOOP, START, STOP, calls


@pytest.fixture(scope="module")
def guest(boot):
    return boot("session_rec=y,checksum=y")


def replays(guest, name):
    recording = guest.recorded(name)
    result = recording.replay()
    assert result.completed, result.output
    assert result.state() == recording.state()


def test_three_overlapping_sessions_make_one_recording(guest):
    """Each session is a process of its own, as logins are; the names of the later ones are not used."""
    assert calls(guest, "open", "three") == [START]
    assert calls(guest, "open", "second") == [NOOP]
    assert calls(guest, "close", "three") == [NOOP]
    assert calls(guest, "open", "third") == [NOOP]
    assert calls(guest, "close", "x") == [NOOP]
    assert calls(guest, "close", "x") == [STOP]
    replays(guest, "three_000")
    assert guest.recordings() == ["three_000"]


def test_two_runs_make_two(guest):
    before = set(guest.recordings())
    assert calls(guest, "open", "run", "close", "run", "open", "run", "close", "run") == [START, STOP, START, STOP]
    new = sorted(set(guest.recordings()) - before)
    assert [name.rpartition("_")[0] for name in new] == ["run", "run"]
    for name in new:
        replays(guest, name)


def test_closing_what_is_not_open(guest):
    assert calls(guest, "close", "x") == [ERROR]


def test_toggle_in_session_mode(guest):
    assert calls(guest, "toggle", "x") == [ERROR]
    assert calls(guest, "open", "inside", "toggle", "x", "close", "x", "close", "x") == [START, ERROR, STOP, ERROR]
    (name,) = [name for name in guest.recordings() if name.startswith("inside")]
    replays(guest, name)


def test_a_start_that_fails_does_not_count(guest):
    assert calls(guest, "open", "../x", "close", "x") == [ERROR, ERROR]
