# SPDX-License-Identifier: GPL-2.0-or-later
"""The panda_recctrl.so that PANDA's wheel holds."""

from harness.machine import engine

# What PANDA tells when a recording of the reference has begun, and when it has ended.
BEGUN = rb"^opening nondet log for write"
ENDED = rb"^Checksum of guest memory: 0x"


def plugins(target, directory):
    """Makes a directory in which PANDA finds it as the plugin recctrl."""
    place = directory / f"{target}-softmmu/panda/plugins"
    place.mkdir(parents=True)
    (place / "panda_recctrl.so").symlink_to(engine() / f"{target}-softmmu/panda/plugins/panda_recctrl.so")
    return directory
