# SPDX-License-Identifier: GPL-2.0-or-later
"""prune: by age, count and size, and never what others need."""
import datetime
import os
import pty

import pytest
import recordings
from test_pack import needs, series


@pytest.fixture
def aged(tmp_path):
    """a, b, c, d: 40, 30, 20 and 10 days old."""
    now = datetime.datetime.now(datetime.timezone.utc)
    for number, name in enumerate("abcd"):
        began = now - datetime.timedelta(days=40 - 10 * number)
        recordings.Recording(tmp_path, name, snapshot=bytes(10000)).write_manifest(
            started=began.strftime("%Y-%m-%dT%H:%M:%S.000Z"))
    return tmp_path


def left(recctrl):
    return [item["name"] for item in recctrl.json("ls")]


@pytest.mark.parametrize("arguments, rest", [
    (["--older-than", "25d"], "cd"), (["--older-than", "3w"], "cd"), (["--older-than", "360h"], "d"),
    (["--older-than", "30000m"], "cd"), (["--older-than", "60d"], "abcd"), (["--keep", "3"], "bcd"),
    (["--keep", "0"], ""), (["--keep", "9"], "abcd"), (["--max-total", "25K"], "cd"), (["--max-total", "10M"], "abcd"),
    (["--max-total", "0"], ""), (["--keep", "3", "--older-than", "15d"], "d"),
    (["--older-than", "35d", "--max-total", "25K"], "cd"),
])
def test_limits(recctrl, aged, arguments, rest):
    recctrl("prune", "--yes", *arguments)
    assert left(recctrl) == list(rest)


def test_without_a_terminal_it_needs_yes(recctrl, aged):
    result = recctrl("prune", "--keep", "1", status=1)
    assert "--yes" in result.stderr and "3 of 4 recordings" in result.stdout
    assert left(recctrl) == list("abcd")
    recctrl("prune", "--keep", "4")


@pytest.mark.parametrize("answer, rest", [(b"y\n", "d"), (b"n\n", "abcd"), (b"\n", "abcd"), (b"\x04", "abcd")])
def test_on_a_terminal_it_asks(recctrl, aged, answer, rest):
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(aged)
        os.execve(recctrl.program, ["recctrl", "prune", "--keep", "1"], recctrl.environment)
    output = b""
    while b"[y/N]" not in output:
        output += os.read(terminal, 1000)
    os.write(terminal, answer)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    os.close(terminal)
    assert status == (0 if rest == "d" else 1)
    assert left(recctrl) == list(rest)


def test_what_is_packed_against_stays_while_it_is_needed(recctrl, tmp_path):
    series(tmp_path, 3)
    recctrl("pack", "--all")
    recctrl("prune", "--yes", "--keep", "1")
    assert needs(recctrl) == {"x_000": None, "x_002": "x_000"}
    recctrl("prune", "--yes", "--max-total", "1K")
    assert needs(recctrl) == {}


def test_size_takes_what_frees_the_root(recctrl, tmp_path):
    series(tmp_path, 2)
    series(tmp_path, 2, seed=2, name="y", second=10)
    recctrl("pack", "--all")
    recctrl("prune", "--yes", "--max-total", "1200K")
    assert set(needs(recctrl)) == {"y_000", "y_001"}


@pytest.mark.parametrize("arguments", [
    ["--older-than", "x"], ["--older-than", "5"], ["--older-than", "-5d"], ["--older-than", "5dd"], ["--keep", "1K"],
    ["--keep", ""], ["--max-total", "5X"], ["--max-total", "99999999999T"], [], ["x"],
])
def test_wrong_usage(recctrl, aged, arguments):
    recctrl.refuses("prune", "--yes", *arguments, status=2)
    assert left(recctrl) == list("abcd")
