# SPDX-License-Identifier: GPL-2.0-or-later
"""RAM in several pieces: in front of a PC's devices and behind them; in blocks of its own for nodes and for a DIMM. A disk and
a network card write to all of it."""

import pytest

from harness import devices

MACHINE = "x86_64-virtio-pci"
MEMORY = {
    "5 GiB": ["-m", "5G"],
    "blocks": ["-m", "256M,slots=2,maxmem=2G", "-object", "memory-backend-ram,id=m0,size=128M", "-object",
               "memory-backend-ram,id=m1,size=128M", "-numa", "node,memdev=m0", "-numa", "node,memdev=m1", "-object",
               "memory-backend-ram,id=m2,size=512M", "-device", "pc-dimm,memdev=m2"],
}
ONLINE = "for state in /sys/devices/system/memory/memory*/state; do echo online > $state 2> /dev/null; done; true"


@pytest.fixture(scope="module", params=MEMORY)
def target(request):
    return request.param


@pytest.fixture(scope="module")
def machine(target, directory):
    (directory / target).mkdir()
    plain = devices.machine(MACHINE, directory, devices.Files(directory / target))
    at = plain.arguments.index("-m")
    plain.arguments[at:at + 2] = MEMORY[target]
    return plain


@pytest.fixture(scope="module")
def made(boot):
    guest = boot("checksum=y")
    guest.check(ONLINE)
    devices.set_up(guest, MACHINE)
    recordings, _ = devices.record_all(guest, MACHINE)
    guest.quit()
    return recordings


@pytest.mark.parametrize("name", devices.ALL)
def test_replays(made, name):
    result = devices.replay(made[name])
    assert result.completed, result.output
    assert result.state() == made[name].state()
