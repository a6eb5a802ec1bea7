# SPDX-License-Identifier: GPL-2.0-or-later
"""recctrlu in Debian's x86 guests; in the 64-bit one, the 32-bit utility too."""

import pytest

from harness.contract1 import ERROR, NOOP, START, STOP, calls

STARTED, STOPPED, NOTHING = "Success. Started recording.\n", "Success. Stopped recording.\n", "Success.\n"
ON_ALREADY, NONE_ON = "Success. A recording is on already; none was started.\n", "Success. No recording is on.\n"
REFUSED, WRONG_USAGE, NOT_FOUND, NO_RECCTRL = 1, 2, 127, 69
UTILITIES = {"x86_64": ["recctrlu", "recctrlu32"], "i386": ["recctrlu"]}


@pytest.fixture(scope="module")
def guest(boot):
    return boot("checksum=y")


@pytest.fixture(scope="module")
def session_guest(boot):
    return boot("session_rec=y,checksum=y")


@pytest.fixture(scope="module")
def utilities(target):
    return UTILITIES[target]


def recorded_by(guest, command, expected):
    """The one recording that a command makes; it must print and end as expected."""
    before = set(guest.recordings())
    assert guest.run(command) == expected
    (name,) = set(guest.recordings()) - before
    return guest.recorded(name)


def same_at_the_end(recording, *arguments):
    result = recording.replay(*arguments)
    assert result.completed, result.output
    assert result.state() == recording.state()


def test_check(guest, utilities):
    for utility in utilities:
        output, status = guest.run(f"{utility} check")
        assert status == 0 and "There is a recctrl in this machine" in output


def test_run_records_the_program_and_ends_with_its_status(guest, utilities, tmp_path):
    """Its own output is in the replay; the guest computes it, so that what is typed does not hold it."""
    for number, utility in enumerate(utilities, 7001):
        command = f"{utility} run program -- sh -c 'echo hello-from-$((7000+{number - 7000})); exit 7'"
        recording = recorded_by(guest, command, (f"hello-from-{number}\n", 7))
        same_at_the_end(recording, [f"stringsearch:str=hello-from-{number}"], tmp_path)
        matches = tmp_path / "_string_matches.txt"
        assert matches.read_text() != ""
        matches.unlink()


def test_run_of_nothing(guest, utilities):
    before = guest.recordings()
    for utility in utilities:
        assert guest.run(f"{utility} run program -- /no/such/program")[1] == NOT_FOUND
        assert guest.run(f"{utility} run program")[1] == WRONG_USAGE
        assert guest.run(f"{utility} run ../x -- true")[1] == WRONG_USAGE
    assert guest.recordings() == before


def test_start_and_stop_can_be_repeated(guest, utilities):
    for utility in utilities:
        command = f"{utility} start twice; {utility} start other; {utility} status; {utility} stop; {utility} stop"
        before = set(guest.recordings())
        output = guest.check(command)
        assert output.startswith(STARTED + ON_ALREADY + "recording: on\n")
        assert output.endswith(STOPPED + NONE_ON)
        (name,) = set(guest.recordings()) - before
        assert name.startswith("twice_")
        same_at_the_end(guest.recorded(name))


def test_toggle(guest, utilities):
    for utility in utilities:
        command = f"{utility} toggle toggled; {utility} toggle toggled"
        same_at_the_end(recorded_by(guest, command, (STARTED + STOPPED, 0)))


def test_both_contracts_are_of_one_mind(guest):
    """Begun by one and ended by the other."""
    assert guest.run("recctrlu start mixed") == (STARTED, 0)
    assert calls(guest, "toggle", "x") == [STOP]
    assert calls(guest, "toggle", "mixed") == [START]
    assert guest.run("recctrlu stop") == (STOPPED, 0)


def test_sessions_have_identities(session_guest, utilities):
    """Opening the same one twice counts once; contract 1's session is another one."""
    for utility in utilities:
        assert session_guest.run(f"{utility} open_session one --session=A") == (STARTED, 0)
        assert session_guest.run(f"{utility} open_session one --session=A") == (NOTHING, 0)
        assert session_guest.run(f"{utility} open_session two --session=B") == (NOTHING, 0)
        assert calls(session_guest, "open", "three") == [NOOP]
        assert "sessions: 3\n" in session_guest.check(f"{utility} status")
        assert session_guest.run(f"{utility} close_session one --session=A") == (NOTHING, 0)
        assert session_guest.run(f"{utility} close_session one --session=A")[1] == REFUSED
        assert calls(session_guest, "close", "three") == [NOOP]
        assert session_guest.run(f"{utility} close_session two --session=B") == (STOPPED, 0)
        assert calls(session_guest, "close", "three") == [ERROR]


def test_wrong_mode(guest, session_guest):
    assert guest.run("recctrlu open_session x")[1] == REFUSED
    assert session_guest.run("recctrlu toggle x")[1] == REFUSED
    assert session_guest.run("recctrlu run x -- true")[1] == REFUSED


def test_a_machine_without_the_plugin(boot, utilities):
    """It says so, and does not run the program."""
    guest = boot(None)
    for utility in utilities:
        for command in ("check", "status", "toggle x", "start x", "stop", "open_session x", "close_session x",
                        "run x -- echo ran"):
            output, status = guest.run(f"{utility} {command}")
            assert status == NO_RECCTRL, command
            assert output.startswith("recctrlu: ") and "ran\n" not in output
