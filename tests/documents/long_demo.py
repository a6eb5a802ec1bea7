# SPDX-License-Identifier: GPL-2.0-or-later
"""The first command of the README."""
import re

from test_commands import run
from documents import documented


def test_demo():
    said = run(documented("README.md", "make demo"))
    assert re.search(r"^demo: a guest recorded itself, and the recording replays bit for bit", said, re.MULTILINE)
