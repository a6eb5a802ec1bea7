# SPDX-License-Identifier: GPL-2.0-or-later
import os
import pathlib
import re
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
ENVIRONMENT = {key: value for key, value in os.environ.items() if not key.startswith(("MAKE", "MFLAGS", "RECCTRL_"))}


@pytest.fixture(scope="session")
def version():
    return re.search(r'VERSION "(.*)"', (ROOT / "common/version.h").read_text())[1]


@pytest.fixture(scope="session")
def make():
    """make(TARGET…): runs make in the project's folder, or in another one."""

    def run(*words, directory=ROOT, **environment):
        result = subprocess.run(["make", "--no-print-directory", *words], cwd=directory, check=False,
                                env={**ENVIRONMENT, **environment}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        assert result.returncode == 0, result.stdout
        return result.stdout

    return run
