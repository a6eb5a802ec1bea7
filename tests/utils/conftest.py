# SPDX-License-Identifier: GPL-2.0-or-later
import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

import compilers  # noqa: E402


@pytest.fixture(scope="session", params=compilers.ARCHES)
def arch(request):
    return compilers.arch(request.param)
