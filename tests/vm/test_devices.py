# SPDX-License-Identifier: GPL-2.0-or-later
"""Disks and network cards that write to the guest's memory: virtio's, and others on a PCI bus."""

import subprocess

import pytest

from harness import devices
from harness.machine import BUILD, engine

NAMES = ["aarch64-virtio-mmio", "x86_64-virtio-pci"]


@pytest.fixture(scope="module", params=NAMES)
def target(request):
    return request.param


@pytest.fixture(scope="module")
def files(directory, target):
    (directory / target).mkdir()
    return devices.Files(directory / target)


@pytest.fixture(scope="module")
def machine(target, directory, files):
    return devices.machine(target, directory, files)


@pytest.fixture(scope="module")
def made(boot, target):
    guest = boot("checksum=y")
    devices.set_up(guest, target)
    recordings, told = devices.record_all(guest, target)
    guest.quit()
    return recordings, told


@pytest.mark.parametrize("name", devices.ALL)
def test_replays(made, name):
    recording = made[0][name]
    result = devices.replay(recording)
    assert result.completed, result.output
    assert result.state() == recording.state()


def test_the_devices_work(made, files):
    assert made[1]["read"] == files.read
    assert made[1]["fetch"] == files.fetched


def test_the_drivers_come_back(made, files):
    assert made[1]["drivers"] == 2 * files.read


def test_the_host_tool_replays_it(made, target):
    recording = made[0]["fetch_005"]
    more = list(devices.MACHINES[target].replay)
    assert recording.manifest()["machine"][len(recording.manifest()["machine"]) - len(more):] == more
    result = subprocess.run([BUILD / "bin/recctrl", "verify", "--engine", engine(), "--dir", recording.directory,
                             recording.name], capture_output=True, text=True, check=False, timeout=600)
    assert result.returncode == 0, result.stderr
    assert "RAM and registers as recorded" in result.stdout
