# SPDX-License-Identifier: GPL-2.0-or-later
"""nrec, dry and timeout, each in a machine of its own."""

from harness.contract1 import ERROR, START, STOP, calls


def replays(recording):
    result = recording.replay()
    assert result.completed, result.output
    assert result.state() == recording.state()


def test_panda_quits_after_the_second_recording(boot):
    guest = boot("nrec=2,checksum=y")
    assert calls(guest, "toggle", "first", "toggle", "first") == [START, STOP]
    guest.recorded("first_000")
    assert guest.run("true") == ("", 0)
    guest.start("contract1 toggle second toggle second")
    assert guest.wait() == 0
    assert guest.recordings() == ["first_000", "second_001"]
    for name in guest.recordings():
        replays(guest.recorded(name))


def test_a_single_recording_has_the_plain_name(boot):
    guest = boot("nrec=1,checksum=y")
    taken = guest.directory / "taken-rr-nondet.log"
    taken.write_text("precious")
    assert calls(guest, "toggle", "taken") == [ERROR]
    assert taken.read_text() == "precious"
    guest.start("contract1 toggle free toggle free")
    assert guest.wait() == 0
    assert guest.recordings() == ["free", "taken"]
    replays(guest.recorded("free"))


def test_dry_answers_and_writes_nothing(boot):
    guest = boot("dry=y")
    assert calls(guest, "toggle", "dry", "toggle", "dry", "open", "x", "toggle", "../x") == [START, STOP, ERROR, ERROR]
    assert list(guest.directory.iterdir()) == []


def test_a_timeout_ends_the_recording(boot):
    """Idle at its end, and busy at its end: both replay, and the guest's next toggle is a start."""
    guest = boot("timeout=1,checksum=y")
    assert calls(guest, "toggle", "idle") == [START]
    replays(guest.recorded("idle_000"))
    guest.check("(while :; do :; done) & echo $! > /tmp/busy")
    assert calls(guest, "toggle", "busy") == [START]
    replays(guest.recorded("busy_001"))
    assert calls(guest, "toggle", "after") == [START]
    assert guest.recorded("idle_000").manifest()["end_reason"] == "timeout"
