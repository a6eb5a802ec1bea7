# SPDX-License-Identifier: GPL-2.0-or-later
"""What every command has in common: --help, mistakes, exit statuses."""
import re
import subprocess

import pytest
from conftest import BUILD


def commands(recctrl):
    return re.findall(r"^  (\w+) ", recctrl("--help").stdout, re.MULTILINE)


def test_every_command_has_help(recctrl):
    names = commands(recctrl)
    assert {"vm", "ls", "info", "replay", "verify", "rm"} <= set(names)
    for name in names:
        text = recctrl(name, "--help").stdout
        assert text.startswith(f"Usage: recctrl {name} ")
        assert "--help" in text
        assert max(map(len, text.splitlines())) <= 120


def test_version(recctrl):
    version = re.search(r'VERSION "(.*)"', (BUILD.parent / "common/version.h").read_text())[1]
    assert recctrl("--version").stdout == f"recctrl {version}\n"
    assert "--version" in recctrl("--help").stdout


def test_every_command_refuses_unknown_options(recctrl):
    for name in commands(recctrl):
        assert "--no-such-option" in recctrl.refuses(name, "--no-such-option", status=2)
        assert f"recctrl {name} --help" in recctrl.refuses(name, "-%", status=2)


@pytest.mark.parametrize("arguments, named", [
    ((), "Usage"),
    (("recrod",), '"recrod"'),
    (("ls", "x"), '"x"'),
    (("ls", "--dir"), "option --dir needs a value"),
    (("ls", "-d"), "option -d needs a value"),
    (("ls", "--json=yes"), "option --json=yes takes no value"),
    (("ls", "--help=yes"), "option --help=yes takes no value"),
    (("ls", "--jsn=yes"), "there is no option --jsn=yes"),
    (("ls", "-jx"), "there is no option -jx"),
    (("pack", "--al"), "option --al is short for several"),
    (("info",), "latest"),
    (("rm",), "latest"),
    (("verify",), "latest"),
    (("verify", "--jobs", "0", "x"), '"0"'),
    (("verify", "--jobs", "two", "x"), '"two"'),
    (("replay",), "one recording"),
    (("replay", "a", "b"), "one recording"),
    (("vm", "x"), "behind --"),
    (("vm", "--timeout", "1,dry=y"), "1,dry=y"),
    (("vm", "--plugin", "dry"), "dry"),
])
def test_wrong_usage_names_the_mistake(recctrl, arguments, named):
    assert named in recctrl(*arguments, status=2).stderr


def test_full_standard_output_is_noticed(recctrl):
    for arguments in (["--help"], ["ls"], ["ls", "--help"]):
        with open("/dev/full", "wb") as full:
            result = subprocess.run([recctrl.program, *arguments], stdout=full, stderr=subprocess.PIPE, check=False)
        assert result.returncode == 1 and b"standard output" in result.stderr
