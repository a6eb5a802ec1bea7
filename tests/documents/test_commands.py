# SPDX-License-Identifier: GPL-2.0-or-later
"""Commands of the documents that need no guest, run as they stand there."""
import os
import platform
import shutil
import stat
import subprocess

import pytest

from documents import ROOT, documented, lines

ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS", "RECCTRL_"))}


def run(command, directory=ROOT, status=0):
    result = subprocess.run(command, shell=isinstance(command, str), cwd=directory, env=ENVIRONMENT, stdin=subprocess.DEVNULL,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    assert result.returncode == status, f"{command}: status {result.returncode}\n{result.stdout}"
    return result.stdout


def test_a_second_make_makes_nothing():
    """After the first one, which has made what these tests need."""
    assert run(documented("CONTRIBUTING.md", "make")) == ""


@pytest.fixture
def copy(tmp_path):
    """A tree of what the utility is made of."""
    for name in ("utils", "include", "common"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("recctrlu", "recctrlu.exe"))
    return tmp_path


def test_the_utility_alone(copy):
    """For each architecture a copy is left where the first recctrlu was."""
    for beginning, machine in (("make -C utils", b"\3\0"), ("ARCH=x86_64 make -C utils", b"\x3e\0")):
        run(documented("README.md", beginning), copy)
        program = (copy / "utils/recctrlu").read_bytes()
        assert program[18:20] == machine


def test_the_wrapper_by_hand(tmp_path):
    """The utility and its wrapper get where the wrapper looks."""
    built = ROOT / "build/utils"
    shutil.copy(built / platform.machine() / "recctrlu", tmp_path)
    shutil.copy(built / "recctrlu.sh", tmp_path)
    for place in ("bin", "sbin"):
        (tmp_path / place).mkdir()
    run(documented("docs/ssh.md", "install -m 700 recctrlu /", {"/usr/local": tmp_path}), tmp_path)
    run(documented("docs/ssh.md", "install -m 700 recctrlu.sh", {"/usr/local": tmp_path}), tmp_path)
    assert "no recctrl in this machine" in run([tmp_path / "sbin/recctrlu", "check"], status=69)
    assert stat.S_IMODE((tmp_path / "bin/recctrlu.sh").stat().st_mode) == 0o700
    assert "RECCTRL=/usr/local/sbin/recctrlu" in (tmp_path / "bin/recctrlu.sh").read_text()


def test_a_secret(tmp_path):
    """It is one that host and guest take: 16 to 64 bytes, for its owner alone."""
    run(documented("docs/ssh.md", "(umask 077;"), tmp_path)
    run(documented("docs/ssh.md", "install -D -m 600 token", {"/etc": tmp_path}), tmp_path)
    for secret in (tmp_path / "token", tmp_path / "recctrl/token"):
        assert 16 <= len(secret.read_text().strip()) <= 64
        assert stat.S_IMODE(secret.stat().st_mode) == 0o600


def test_a_program_that_records_a_part_of_itself(tmp_path):
    """It compiles without a warning, and does nothing where there is no recctrl."""
    (block,) = [line for line in lines("docs/guest.md") if line.text.startswith("#include")]
    text = (ROOT / block.document).read_text().splitlines()[block.number:]
    code = "\n".join(text[:text.index("```")])
    (tmp_path / "x.c").write_text(f"{block.text}\nstatic int input, parsed;\nstatic void parse(int what) {{ parsed = what + 1; }}\n"
                                  f"int main(void)\n{{\n{code}\nreturn parsed != 1;\n}}\n")
    run(["gcc", "-std=c11", "-D_POSIX_C_SOURCE=200809L", "-Wall", "-Wextra", "-Werror", f"-I{ROOT}/include", "x.c", "-o", "x"],
        tmp_path)
    assert run([tmp_path / "x"]) == ""
