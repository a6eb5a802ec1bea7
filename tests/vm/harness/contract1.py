# SPDX-License-Identifier: GPL-2.0-or-later
"""Contract 1's answers, and the program in the guest that asks for them."""

ERROR, NOOP, START, STOP = -1, 0, 1, 2


def calls(guest, *arguments):
    """Runs contract1 in the guest with these arguments; gives the results."""
    quoted = " ".join("'%s'" % argument for argument in arguments)
    return [int(line) for line in guest.check(f"contract1 {quoted}").split()]
