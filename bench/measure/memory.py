# SPDX-License-Identifier: GPL-2.0-or-later
"""What processes take of the host's memory."""

import re
from pathlib import Path


def proportional_bytes(pid):
    """Its memory, with its part of what it shares; 0 where it has ended."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    found = re.search(r"^Pss: +(\d+) kB$", text, re.MULTILINE)
    return int(found[1]) << 10 if found else 0
