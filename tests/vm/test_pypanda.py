# SPDX-License-Identifier: GPL-2.0-or-later
"""The plugin in PANDA's own Python interface: the example records a command, and what it recorded replays."""

import os
import subprocess
import sys

import pytest

from harness.machine import BUILD, ROOT, engine

PATIENCE = 180


@pytest.fixture(scope="module")
def target():
    return "x86_64"


def example(name, *arguments, **variables):
    return subprocess.run([sys.executable, ROOT / "examples" / name, *arguments], env={**os.environ, **variables},
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=PATIENCE, check=False)


@pytest.mark.skipif(not (engine() / "python").exists(), reason="this ENGINE has no pandare; the pinned one has")
def test_a_script_records(tmp_path):
    temporary, recordings = tmp_path / "temporary", tmp_path / "recordings"
    temporary.mkdir()
    recordings.mkdir()
    result = example("pypanda.py", engine(), recordings, "py", "uname", "-a", TMPDIR=str(temporary))
    assert result.returncode == 0, result.stdout
    assert list(temporary.iterdir()) == []
    last = result.stdout.splitlines()[-1]
    assert example("manifests.py", recordings).stdout == f"{last}\n"
    verified = subprocess.run([BUILD / "bin/recctrl", "verify", "--dir", recordings, "py"], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, timeout=PATIENCE, check=False).stdout
    assert "RAM and registers as recorded" in verified
    instructions = verified.partition(" instructions")[0].rpartition("replays, ")[2].replace(" ", "")
    assert last == f"py: whole, x86_64, {instructions} instructions"


@pytest.mark.parametrize("name", ["pypanda.py", "manifests.py"])
def test_usage(name):
    result = example(name)
    assert result.returncode == 1
    assert result.stdout.startswith("usage: ")
