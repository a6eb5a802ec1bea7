# SPDX-License-Identifier: GPL-2.0-or-later
"""As test_generic_timer.py, on machines with a GICv3, whose registers are read like the timer's; and all of them without
any plugin."""

import pytest

from harness.generic_timer import ALL, MACHINES, record_all, replay, virt


@pytest.fixture(scope="module", params=MACHINES)
def target(request):
    return request.param


@pytest.fixture(scope="module")
def machine(target):
    return virt(target)


@pytest.fixture(scope="module")
def made(boot):
    guest = boot("checksum=y")
    recordings = record_all(guest)
    guest.quit()
    return recordings


@pytest.mark.parametrize("name", ALL)
def test_replays(made, name):
    result = replay(made[name])
    assert result.completed, result.output
    assert result.state() == made[name].state()


@pytest.mark.parametrize("name", ALL)
def test_replays_without_any_plugin(made, machine, name):
    """64-bit code needs -singlestep then."""
    recording = made[name]
    if machine.target == "aarch64":
        recording.machine = machine.with_arguments("-singlestep")
    result = recording.replay()
    assert result.completed, result.output
    assert result.state() == recording.state()
