# SPDX-License-Identifier: GPL-2.0-or-later
"""Debian's ARM kernels with recctrlu: every answer is right, and ten recordings of one boot replay."""

import pytest

from harness.machine import default_guest

STARTED, STOPPED = "Success. Started recording.\n", "Success. Stopped recording.\n"
ON_ALREADY, NONE_ON = "Success. A recording is on already; none was started.\n", "Success. No recording is on.\n"
WORK = "seq 1 3000 | sort -r | md5sum > /dev/null"
INSIDE = 20

# What runs in the guests: programs of each instruction set (guests/TARGET/guest).
UTILITIES = {"arm": {"recctrlu": "armhf", "recctrlu-armel": "armel"},
             "aarch64": {"recctrlu": "arm64", "recctrlu32": "arm32"}}
PER_UTILITY = 5


@pytest.fixture(scope="module", params=["arm", "aarch64"])
def target(request):
    return request.param


@pytest.fixture(scope="module")
def machine(target):
    return default_guest(target)


def recordings_of(target):
    names = [name for name in UTILITIES[target].values() for _ in range(PER_UTILITY)]
    return [f"{name}_{number:03}" for number, name in enumerate(names)]


@pytest.fixture(scope="module")
def guest(boot, target):
    """A guest in which each utility has made its recordings; told is what it printed."""
    guest = boot("checksum=y")
    guest.told = {}
    for utility, name in UTILITIES[target].items():
        guest.told[utility] = [guest.run(f"{utility} {arguments}") for arguments in [
            "check", "status", f"run {name} -- sh -c '{WORK}; exit 3'",
            f"start {name}", f"start {name}", "status", "stop", "stop",
            f"toggle {name}", f"toggle {name}",
            f"start {name}"]]
        guest.told[utility].append(guest.run(f"for i in $(seq {INSIDE}); do {utility} status; done"))
        guest.told[utility] += [guest.run(WORK), guest.run(f"{utility} stop"),
                                guest.run(f"{utility} start {name}; {utility} stop")]
    return guest


def state(on):
    return f"recording: {on}\nmode: toggle\nsessions: 0\nsnapshot: "


def test_answers(guest):
    for told in guest.told.values():
        (check, before, run, start, again, inside, stop, stop_again, toggle, toggle_again, started, many, work, stopped,
         pair) = told
        assert check == ("There is a recctrl in this machine, it speaks version 2.\n", 0)
        assert before[0].startswith(state("off")) and before[1] == 0
        assert run[1] == 3
        assert [start, again, stop, stop_again] == [(STARTED, 0), (ON_ALREADY, 0), (STOPPED, 0), (NONE_ON, 0)]
        assert inside[0].startswith(state("on")) and inside[1] == 0
        assert [toggle, toggle_again] == [(STARTED, 0), (STOPPED, 0)]
        assert [started, work, stopped] == [(STARTED, 0), ("", 0), (STOPPED, 0)]
        assert many[0].count(state("on")) == INSIDE and many[1] == 0
        assert pair == (STARTED + STOPPED, 0)


def test_all_are_whole(guest, target):
    for name in recordings_of(target):
        guest.recorded(name)
    assert guest.recordings() == sorted(recordings_of(target))


# PANDA does not record the generic timer of the machine on which arm64 boots.
@pytest.mark.parametrize("target", ["arm"], indirect=True, scope="module")
@pytest.mark.parametrize("number", range(2 * PER_UTILITY))
def test_replays(guest, target, number):
    recording = guest.recorded(recordings_of(target)[number])
    result = recording.replay()
    assert result.completed, result.output
    assert result.state() == recording.state()
