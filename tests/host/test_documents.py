# SPDX-License-Identifier: GPL-2.0-or-later
"""Man pages and completions agree with the program."""
import re
import subprocess

import pytest
import recordings
from conftest import BUILD

ROOT = BUILD.parent


def commands(recctrl):
    return re.findall(r"^  (\w+) ", recctrl("--help").stdout, re.MULTILINE)


def options(recctrl, command):
    return re.findall(r"^  (?:-\w, )?(--[a-z-]+)", recctrl(command, "--help").stdout, re.MULTILINE)


def rendered(page):
    """As man shows it, on a wide terminal; groff has nothing to complain about."""
    result = subprocess.run(["groff", "-man", "-ww", "-Tascii", "-P-cbou", "-rLL=200n", BUILD / "man" / page],
                            capture_output=True, text=True, check=True)
    assert result.stderr == ""
    return result.stdout


def test_every_command_has_a_man_page(recctrl):
    for command in commands(recctrl):
        text = rendered(f"recctrl-{command}.1")
        for option in options(recctrl, command):
            assert option in text, (command, option)
        assert "EXIT STATUS" in text
        assert f"recctrl-{command}(1)" in rendered("recctrl.1").replace(" (1)", "(1)")


def test_examples_keep_their_lines(recctrl):
    assert re.search(r"^ +recctrl replay latest -- -panda stringsearch:str=hello$", rendered("recctrl-replay.1"),
                     re.MULTILINE)


@pytest.fixture
def complete(recctrl, tmp_path):
    """complete("ls", "--j") gives what TAB offers after "recctrl ls --j"."""
    script = ('source "$1"; shift; program=$1; shift; COMP_WORDS=("$program" "$@"); COMP_CWORD=$#; '
              '_recctrl "$program" "${@: -1}" "${COMP_WORDS[COMP_CWORD-1]}"; printf "%s\\n" "${COMPREPLY[@]}"')

    def offered(*words):
        result = subprocess.run(["bash", "-c", script, "bash", ROOT / "completion/recctrl.bash", recctrl.program, *words],
                                cwd=tmp_path, env=recctrl.environment, capture_output=True, text=True, check=True)
        assert result.stderr == ""
        return [line for line in result.stdout.split("\n") if line]

    return offered


def test_completions(recctrl, complete, tmp_path):
    assert set(complete("")) == {*commands(recctrl), "--help", "--version"}
    assert complete("ver") == ["verify"]
    for command in commands(recctrl):
        assert complete(command, "--") == options(recctrl, command)
    assert complete("ls", "--j") == ["--json"]
    assert complete("vm", "--snapshot", "") == ["fork", "sync"]
    place = tmp_path / "place"
    place.mkdir()
    for name in ("x_000", "x y"):
        recordings.Recording(place, name)
    assert complete("info", "") == ["latest"]
    assert sorted(complete("info", "--dir", "place", "x")) == ["x\\ y", "x_000"]
    assert complete("replay", "x", "--", "-p") == []


def test_names_only(recctrl, tmp_path):
    recordings.Recording(tmp_path, "b\n")
    recordings.Recording(tmp_path, "a")
    assert sorted(recctrl("ls", "--names").stdout.splitlines()) == ["a", "b\\x0a"]
