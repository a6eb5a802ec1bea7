# SPDX-License-Identifier: GPL-2.0-or-later
"""The set-up, as far as it can be tried without changing the machine: as a user, and with nothing missing."""
import os
import pathlib
import shutil
import subprocess
import tempfile

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
NOBODY = 65534


@pytest.fixture
def setup():
    """A copy of setup/ that any user can read."""
    with tempfile.TemporaryDirectory() as directory:
        os.chmod(directory, 0o755)
        yield pathlib.Path(shutil.copytree(ROOT / "setup", f"{directory}/setup"))


def run(setup):
    user = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.getuid() == 0 else {}
    return subprocess.run([setup / "install-packages"], capture_output=True, text=True, check=False, timeout=60, **user)


def test_nothing_is_missing(setup):
    """The packages were installed before the tests began."""
    result = run(setup)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_a_user_gets_the_exact_command(setup):
    (setup / "packages.d/test").write_text("# a comment\nrecctrl-none  bash # another\n\nbash-nil\n")
    result = run(setup)
    assert result.returncode == 1
    assert result.stderr.splitlines()[1:] == [
        "    apt-get update && apt-get install --no-install-recommends bash-nil recctrl-none"]
