# SPDX-License-Identifier: GPL-2.0-or-later
"""A directory that can't be written to when a recording starts: ERROR, the reason on the host, and the guest lives."""

from harness.contract1 import ERROR, calls


def test_directory_is_gone(boot):
    """The session that could not start does not count, so it can't be closed."""
    guest = boot("session_rec=y")
    guest.directory.rmdir()
    assert calls(guest, "open", "x", "close", "x") == [ERROR, ERROR]
    guest.said(rb"^recctrl: no recording: .*x_000: No such file or directory")


def test_directory_takes_no_files(boot):
    """Not even from root, who may write wherever the file system lets him."""
    guest = boot("dir=/proc,min_free=0")
    assert calls(guest, "toggle", "x", "toggle", "x") == [ERROR, ERROR]
    guest.said(rb"^recctrl: no recording: /proc/x_000")
    assert guest.run("true") == ("", 0)
