# SPDX-License-Identifier: GPL-2.0-or-later
"""Snapshots are written by a fork of a process with many threads: none of these may leave a lock behind in it."""

from harness.baremetal import booted
from harness.machine import plugins_with_tests

START_AND_STOP = 1 << 8 | 2
RECORDINGS = 150


def test_no_child_hangs(tmp_path):
    plugins = plugins_with_tests("x86_64", tmp_path)
    with booted("x86_64", "pc", ["-m", "16", "-panda", "allocator"], "max_starts=0", plugins=plugins) as guest:
        guest.expect(rb"^ready\r?\n")
        for number in range(RECORDINGS):
            assert guest.command("i") == START_AND_STOP
            guest.recorded(f"bare_{number:03}").remove()
