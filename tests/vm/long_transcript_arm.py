# SPDX-License-Identifier: GPL-2.0-or-later
"""Transcripts of Debian's ARM kernels: terminals of busybox' telnetd."""

import pytest

from harness import telnet, transcript
from harness.generic_timer import REPLAY_PLUGINS
from harness.machine import default_guest


@pytest.fixture(scope="module", params=["arm", "aarch64"])
def target(request):
    return request.param


@pytest.fixture(scope="module")
def machine(target):
    return default_guest(target)


def test_terminals_of_telnetd(boot, target):
    guest = boot("checksum=y")
    telnet.serve(guest)
    received = telnet.record(guest, "telnet")
    (name,) = guest.recordings()
    found = transcript.read(guest.recorded(name), REPLAY_PLUGINS.get(target, []))
    assert found.problems == []
    telnet.assert_found(found, received)
