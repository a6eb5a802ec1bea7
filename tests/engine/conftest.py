# SPDX-License-Identifier: GPL-2.0-or-later
import os
import pathlib
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "engine"))


@pytest.fixture(scope="session")
def engine():
    """The PANDA to test: what make says, or the pinned one for a pytest that is started by hand."""
    if "ENGINE" in os.environ:
        return pathlib.Path(os.environ["ENGINE"])
    found = subprocess.run([ROOT / "engine/get", "--print-directory"], stdout=subprocess.PIPE, text=True, check=True)
    return pathlib.Path(found.stdout.strip())


@pytest.fixture(scope="session")
def launcher():
    return ROOT / "build/bin/recctrl-panda"
