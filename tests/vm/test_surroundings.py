# SPDX-License-Identifier: GPL-2.0-or-later
"""What happens around a recorder while it runs: another one in its directory, a clock that is set back, a directory
that takes no more files or is gone."""

import os
import re
import threading
from dataclasses import replace
from datetime import datetime

import pytest

from harness.baremetal import BareGuest, bare_machine
from harness.process import Ended, until
from harness.recctrl import Recctrl

START, STOP, DIRECTORY_REFUSES = 1, 2, 2**32 - 7
RECORDINGS = 10  # of each recorder
FAKETIME = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"
WITHOUT_ROOTS_OVERRIDE = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]


@pytest.fixture
def machine():
    return bare_machine("x86_64", "pc", ["-m", "16"])


@pytest.fixture
def recordings(tmp_path):
    directory = tmp_path / "recordings"
    directory.mkdir()
    return directory


def ready(machine, directory, plugin=""):
    guest = BareGuest(machine, f"dir={directory},checksum=y,max_starts=0{plugin}", directory)
    try:
        guest.expect(rb"^ready\r?\n")
    except BaseException:
        guest.kill()
        raise
    return guest


def replays(recording):
    result = recording.replay()
    assert result.completed, result.output
    assert result.state() == recording.state()


def test_two_recorders_in_one_directory(machine, recordings, tmp_path):
    """The same names at the same time: each recording gets a number of its own."""
    with ready(machine, recordings) as one, ready(machine, recordings) as two:
        answers = {one: [], two: []}

        def record(guest):
            for _ in range(RECORDINGS):
                answers[guest] += [guest.command("s"), guest.command("b") and guest.command("e")]

        threads = [threading.Thread(target=record, args=(guest,)) for guest in answers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert list(answers.values()) == [[START, STOP] * RECORDINGS] * 2
        names = [f"bare_{number:03}" for number in range(2 * RECORDINGS)]
        assert one.recordings() == names
        recctrl = Recctrl(recordings, tmp_path)
        made = []
        for guest in answers:
            guest.quit()
            guest.ended = True
            made += [name for name in names if f"recorded {name}:" in guest.process.output.text()]
        assert sorted(made) == names
        assert {item["state"] for item in recctrl.list().values()} == {"whole"}
        recctrl("verify", "--jobs", "2", *names)


def test_what_a_power_failure_would_leave(machine, recordings, tmp_path):
    """The manifest says whole only when the disk has both files, and it is on the disk itself before its name is."""
    calls = tmp_path / "calls"
    traced = replace(machine, prefix=["strace", "-f", "--seccomp-bpf", "-qq", "-y", "-o", str(calls),
                                      "-e", "trace=fsync,renameat"])
    try:
        with ready(traced, recordings) as guest:
            assert (guest.command("s"), guest.command("b") and guest.command("e")) == (START, STOP)
            recording = guest.recorded("bare_000")
    except Ended as error:
        if "ptrace" in str(error):
            pytest.skip(f"nothing can be traced here: {error}")
        raise
    replays(replace(recording, machine=machine))
    directory = re.escape(str(recordings))
    made = re.findall(rf"(fsync|renameat)\(\d+<{directory}/?(.*?)>(?:, \"([^\"]*)\", .*?, \"([^\"]*)\")?\) = 0",
                      calls.read_text())
    (*_, last) = [index for index, (call, *_) in enumerate(made) if call == "renameat"]
    temporary, final = made[last][2:]
    assert final == "bare_000-rr.json"
    synchronised = [file for call, file, *_ in made[:last] if call == "fsync"]
    assert synchronised[-1] == temporary
    assert {"bare_000-rr-snp", "bare_000-rr-nondet.log"} <= set(synchronised)
    assert made[last + 1][:2] == ("fsync", ""), "the directory itself"


def test_a_clock_that_jumps_back(machine, recordings, tmp_path):
    """A recording is as long as it took, by the clock that nobody sets; its limit counts by that one too."""
    clock = tmp_path / "clock"
    clock.write_text("+0")
    faked = replace(machine, prefix=["env", f"LD_PRELOAD={FAKETIME}", f"FAKETIME_TIMESTAMP_FILE={clock}",
                                     "FAKETIME_NO_CACHE=1", "FAKETIME_DONT_FAKE_MONOTONIC=1"])
    with ready(faked, recordings, ",timeout=2") as guest:
        assert guest.command("s") == START
        clock.write_text("-1d")
        first = guest.recorded("bare_000")
        assert guest.command("s") == START
        assert guest.command("e") == STOP
        second = guest.recorded("bare_001")
    for recording in (first, second):
        replays(replace(recording, machine=machine))
    times = [datetime.fromisoformat(recording.manifest()[member].replace("Z", "+00:00"))
             for recording in (first, second) for member in ("started", "ended")]
    assert times[1] > times[0] > times[3] > times[2], "the second one began a day before the first"
    assert first.manifest()["end_reason"] == "timeout" and (times[1] - times[0]).total_seconds() >= 2
    assert sorted(Recctrl(recordings, tmp_path).list()) == ["bare_000", "bare_001"]


@pytest.fixture
def bounded(machine):
    """PANDA run by somebody for whom a directory's mode counts."""
    return replace(machine, prefix=WITHOUT_ROOTS_OVERRIDE if os.geteuid() == 0 else [])


def test_a_directory_that_becomes_read_only(bounded, machine, recordings, tmp_path):
    """In the middle of a recording: that one says that it is incomplete, and can be repaired; the next is refused until
    the directory takes files again."""
    recctrl = Recctrl(recordings, tmp_path)
    with ready(bounded, recordings) as guest:
        assert guest.command("s") == START
        until((recordings / "bare_000-rr.json").exists, "for the first manifest")
        recordings.chmod(0o555)
        try:
            assert guest.command("b") and guest.command("e") == STOP
            guest.said(rb"^recctrl: bare_000 is incomplete: manifest: .*Permission denied")
            assert guest.command("s") == DIRECTORY_REFUSES
            guest.said(rb"^recctrl: no recording: .*Permission denied")
        finally:
            recordings.chmod(0o755)
        assert recctrl.list()["bare_000"]["state"] == "incomplete"
        assert (guest.command("s"), guest.command("e")) == (START, STOP)
        replays(replace(guest.recorded("bare_001"), machine=machine))
        recctrl("repair", "bare_000")
        recctrl("verify", "bare_000")


def test_a_directory_that_is_deleted(machine, recordings):
    """In the middle of a recording: the guest lives on."""
    with ready(machine, recordings) as guest:
        assert guest.command("s") == START
        moved = recordings.rename(recordings.with_name("moved"))
        until((moved / "bare_000-rr.json").exists, "for the first manifest")
        for file in moved.iterdir():
            file.unlink()
        moved.rmdir()
        assert guest.command("b") and guest.command("e") == STOP
        guest.said(rb"^recctrl: bare_000 is incomplete: manifest: .*No such file or directory")
        assert guest.command("s") == DIRECTORY_REFUSES
        assert guest.command("b")
