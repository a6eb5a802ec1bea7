# SPDX-License-Identifier: GPL-2.0-or-later
"""max_calls: calls inside a recording that are too many wait, and nobody else does."""

import tempfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from harness.contract1 import ERROR, START, STOP, calls

LOOP = "loop error & echo $! > /tmp/loop"


@pytest.fixture
def resume(booted, directory):
    """resume(plugin arguments) gives a guest in which 60 calls come at once, and another each second."""
    return lambda plugin="": booted.resume("checksum=y,max_calls=60" + plugin, Path(tempfile.mkdtemp(dir=directory)))


def replays(recording, reason):
    assert recording.manifest()["end_reason"] == reason
    result = recording.replay()
    assert result.completed, result.output
    assert result.state() == recording.state()


def test_calls_that_are_too_many_wait(resume):
    with resume() as guest:
        assert calls(guest, "toggle", "x", *["open", "x"] * 64, "toggle", "x") == [START, *[ERROR] * 64, STOP]
        recording = guest.recorded("x_000")
        started, ended = (datetime.fromisoformat(recording.manifest()[key]) for key in ("started", "ended"))
        assert ended - started > timedelta(seconds=4)
    replays(recording, "guest")


def test_other_programs_and_the_operator_do_not_wait(resume):
    with resume() as guest:
        assert calls(guest, "toggle", "stopped") == [START]
        guest.check(LOOP)
        assert guest.check("seq 1 2000 | sort -r | head -n 1") == "999\n"
        assert guest.operator("stop") == "stopped"
        assert calls(guest, "toggle", "quit") == [START]
        guest.check("true")
        stopped = guest.recorded("stopped_000")
        guest.quit()
        replays(stopped, "operator")
        replays(guest.recorded("quit_001"), "shutdown")


def test_limits_do_not_wait(resume):
    with resume(",timeout=2") as guest:
        assert calls(guest, "toggle", "x") == [START]
        guest.check(LOOP)
        replays(guest.recorded("x_000"), "timeout")
