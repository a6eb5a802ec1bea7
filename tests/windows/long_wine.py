# SPDX-License-Identifier: GPL-2.0-or-later
"""recctrlu.exe under Wine: its command line, that no recctrl is here, and running a program in recctrl's presence."""
import os
import re
import subprocess

import pytest

import wine
from wine import ROOT

WINES = {
    "i386": ("i386", "wine32", "wine", "wineserver32", "i686"),
    "x86_64": ("amd64", "wine64", "wine64", "wineserver64", "x86_64"),
}
USAGE = "recctrlu: there is no command \"record\"; \"recctrlu help\" lists those there are"
FAILED = [([], 2, "usage: recctrlu COMMAND [ARG...]; \"recctrlu help\" lists the commands"), (["record"], 2, USAGE),
          (["sessions"], 2, USAGE.replace("record", "sessions")), (["toggle"], 2, "usage: recctrlu toggle NAME"),
          (["toggle", "a/b"], 2, "usage: recctrlu toggle NAME")]
ABSENT = [["check"], ["status"], ["toggle", "x"], ["start", "--note", "a \"b\" c", "x y"], ["stop"], ["open_session", "x"],
          ["close_session", "--session", "1", "x"], ["run", "x", "--", "cmd"], ["toggle", "\u00e4\u65e5\U0001f4fc"]]

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root can run Wine in a system of its own")


class Windows:
    def __init__(self, name, directory):
        self.mingw = WINES[name][-1] + "-w64-mingw32-gcc"
        self.arch = f"{name}-windows"
        self.wine = wine.Wine(directory, *WINES[name])
        self.directory = directory
        (directory / "recctrlu.exe").write_bytes((ROOT / f"build/utils/{self.arch}/recctrlu.exe").read_bytes())

    def __call__(self, *words, program="recctrlu.exe"):
        """Status, standard output, and the lines on standard error that are the program's: Wine says things before."""
        result = self.wine.run(f"/tmp/{program}", *words)
        lines = result.stderr.decode(errors="replace").splitlines()
        ours = [line for line in lines if re.match(r"recctrlu|usage|Success|call|runs", line)]
        return result.returncode, result.stdout.decode(errors="replace").replace("\r\n", "\n"), ours


@pytest.fixture(scope="module", params=sorted(WINES))
def windows(request, tmp_path_factory):
    return Windows(request.param, tmp_path_factory.mktemp("windows"))


@pytest.fixture(scope="module")
def answered(windows):
    """The same with a host that answers, and a program to run."""
    subprocess.run(["make", "-s", "-C", ROOT / "utils", f"ARCH={windows.arch}", f"BUILD={windows.directory}/answered",
                    f"CFLAGS=-include {ROOT}/tests/windows/answers.h", "built"], check=True)
    subprocess.run([windows.mingw, ROOT / "tests/windows/words.c", "-o", windows.directory / "say words.exe"], check=True)
    return lambda *words: windows(*words, program=f"answered/{windows.arch}/recctrlu.exe")


def test_there_is_no_recctrl_here(windows):
    for words in ABSENT:
        assert windows(*words) == (69, "", ["recctrlu: no recctrl in this machine"]), words


def test_wrong_usage_is_told(windows):
    for words, status, message in FAILED:
        assert windows(*words)[::2][0] == status and windows(*words)[2][-1] == message, words


def test_help_lists_what_there_is(windows):
    version = re.search(r'VERSION "(.*)"', (ROOT / "common/version.h").read_text())[1]
    assert windows("--version") == (0, f"recctrlu {version}\n", [])
    status, text, said = windows("help")
    commands = {path.stem for path in (ROOT / "utils/command").glob("*.c")} - {"sessions", "reap"}
    assert (status, said) == (0, []) and set(re.findall(r"^  (\w+)", text, re.MULTILINE)) == commands


def test_run_records_exactly_the_program(answered):
    """Its words arrive, its status is told, and the calls are made right before and after it."""
    words = ["0", "a b", 'c"d', "e\\", "f\\\\\"g h\\", "", "\\\\i\\j", "k'l"]
    status, text, said = answered("run", "x", "--", "Z:\\tmp\\say words.exe", *words)
    assert (status, text) == (0, "".join(f"[{word}]" for word in words))
    assert said == ["call 1", "call 3", "runs", "call 4"]
    for number in ("7", "300", "-1"):
        status, _, said = answered("run", "x", "--", "/tmp/say words.exe", number)
        assert status == int(number) % 256 and said[-2:] == ["runs", "call 4"]  # of a status Unix sees eight bits


def test_run_finds_programs_as_windows_does(answered):
    status, text, said = answered("run", "x", "--", "cmd", "/c", "echo found")
    assert (status, text.strip()) == (0, "found") and said == ["call 1", "call 3", "call 4"]
    assert answered("run", "x", "--", "no such program") == (
        127, "", ["call 1", "recctrlu: run: no such program: there is no such program"])
    assert answered("run", "x", "--", "C:\\windows") == (126, "", ["call 1", "recctrlu: run: C:\\windows is not executable"])


def test_run_runs_nothing_that_is_not_recorded(answered):
    status, text, said = answered("run", "busy", "--", "/tmp/say words.exe", "0")
    assert (status, text) == (1, "")
    assert said == ["call 1", "call 3", "recctrlu: run: a recording is on already; /tmp/say words.exe was not run"]


def test_start_and_stop(answered):
    assert answered("start", "x") == (0, "", ["call 3", "Success. Started recording."])
    assert answered("stop") == (0, "", ["call 4", "Success. Stopped recording."])
    assert answered("check")[0] == 0
