# SPDX-License-Identifier: GPL-2.0-or-later
"""What PANDA leaves in EFLAGS behind CMPXCHG8B and CMPXCHG16B. With a wrong one Linux dies at the next interrupt."""

from harness.contract1 import ERROR, START, STOP, calls


def test_flags_behind_compare_exchange(boot):
    guest = boot("session_rec=y,checksum=y")
    assert guest.check("flags 1000") == "0\n"
    # All code is translated anew behind a start.
    assert calls(guest, "open", "x", "toggle", "x", "close", "x", "close", "x") == [START, ERROR, STOP, ERROR]
    assert guest.check("flags 1000") == "0\n"
