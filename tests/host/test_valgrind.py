# SPDX-License-Identifier: GPL-2.0-or-later
"""Both command-line tools under valgrind, as they are installed: no invalid access, nothing uninitialised, no leak."""
import pathlib
import platform
import subprocess

import recordings
from test_repair import ENTRIES, LAST, SNAPSHOT

BUILD = pathlib.Path(__file__).resolve().parents[2] / "build"
RECCTRL = BUILD / "bin/recctrl"
UTILITY = BUILD / "utils" / platform.machine() / "recctrlu"
FOUND = 99


def valgrind(directory, *command, statuses=(0,)):
    result = subprocess.run(["valgrind", "--quiet", f"--error-exitcode={FOUND}", "--leak-check=full",
                             "--errors-for-leak-kinds=definite,indirect", "--trace-children=no", *map(str, command)],
                            cwd=directory, capture_output=True, stdin=subprocess.DEVNULL, timeout=300, check=False,
                            env={"PATH": "/usr/bin:/bin", "TMPDIR": str(directory.parent)}, text=True)
    assert result.returncode in statuses, f"{command}: status {result.returncode}: {result.stderr}{result.stdout}"
    assert "==" not in result.stderr, result.stderr
    return result.stdout


def test_recctrl(tmp_path):
    """What it does with a recording from its first listing to its end, one command after the other."""
    directory = tmp_path / "recordings"
    directory.mkdir()
    for number in range(2):
        recordings.Recording(directory, f"x_{number:03}", SNAPSHOT, LAST, ENTRIES).write_manifest(note="näh")
    cut = recordings.Recording(directory, "cut", SNAPSHOT, LAST, ENTRIES).write_manifest(state="recording", log=None)
    cut.log.write_bytes(bytes(8) + cut.log.read_bytes()[8:-30])
    for words in (["ls"], ["ls", "--json"], ["info", "x_000"], ["info", "--json", "x_001"], ["report"],
                  ["repair", "cut"], ["pack", "--all"], ["ls"], ["info", "x_001"], ["unpack", "x_000", "x_001"],
                  ["prune", "--max-total", "50G"], ["rm", "x_001"], ["rm", "x_000", "cut"], ["ls"]):
        valgrind(directory, RECCTRL, *words)
    assert list(directory.iterdir()) == []


def test_recctrl_with_what_is_no_recording(tmp_path):
    directory = tmp_path / "recordings"
    directory.mkdir()
    (directory / "x-rr-nondet.log").write_bytes(b"\xff" * 1000)
    (directory / "x-rr-snp").write_bytes(b"\xff" * 1000)
    (directory / "x-rr.json").write_text('{"format": 1, "name": 7}')
    (directory / "y.rr2").write_bytes(b"\x1f\x8b" + b"\xff" * 1000)
    (directory / "z-rr-snp.zst").write_bytes(b"\x28\xb5\x2f\xfd" + b"\xff" * 1000)
    (directory / "z-rr-nondet.log.zst").write_bytes(b"")
    valgrind(directory, RECCTRL, "ls")
    for command in ("info", "verify", "pack", "repair"):
        for name in ("x", "y", "z"):
            valgrind(directory, RECCTRL, command, name, statuses=(0, 1))


def test_recctrlu(tmp_path):
    """It finds no recctrl here; what it reads and prints before, and the program that it runs, are the same."""
    for words, status in ((["--help"], 0), (["--version"], 0), (["check"], 69), (["status"], 69), (["toggle", "x"], 69),
                          (["start", "--note", "n", "x"], 69), (["run", "x", "--", "/bin/true"], 69), (["recrod"], 2),
                          (["open_session", "--session", "1", "x"], 69), (["close_session", "x"], 69), (["stop"], 69)):
        valgrind(tmp_path, UTILITY, *words, statuses=(status,))
