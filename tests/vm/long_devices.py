# SPDX-License-Identifier: GPL-2.0-or-later
"""As test_devices.py, on the other machines."""

import pytest

from harness import devices


@pytest.fixture(scope="module", params=["aarch64-virtio-pci-gicv3", "aarch64-ahci-e1000", "arm-virtio-mmio"])
def target(request):
    return request.param


@pytest.fixture(scope="module")
def machine(target, directory):
    (directory / target).mkdir()
    return devices.machine(target, directory, devices.Files(directory / target))


@pytest.fixture(scope="module")
def made(boot, target):
    guest = boot("checksum=y")
    devices.set_up(guest, target)
    recordings, _ = devices.record_all(guest, target)
    guest.quit()
    return recordings


@pytest.mark.parametrize("name", devices.ALL)
def test_replays(made, name):
    result = devices.replay(made[name])
    assert result.completed, result.output
    assert result.state() == made[name].state()
