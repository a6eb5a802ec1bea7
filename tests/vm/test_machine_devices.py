# SPDX-License-Identifier: GPL-2.0-or-later
"""Machines with devices and processors that can't be recorded: a start is refused with the reason, and one that gets them
within a recording makes it incomplete. No guest has to do anything for it."""

import tempfile
from pathlib import Path

import pytest

from harness.baremetal import BareGuest, booted
from harness.machine import Machine

PC = ["-m", "16"]

# Target, arguments, what the operator types before the start, what the refusal names and what is valid.
REFUSED = {
    "iothread": ("x86_64", [*PC, "-object", "iothread,id=io0"], [], "an I/O thread", "leave out iothread"),
    "iothread in the monitor": ("x86_64", PC, ["object_add iothread,id=io0"], "an I/O thread", "leave out iothread"),
    "IOMMU": ("x86_64", ["-m", "64", "-M", "q35", "-device", "intel-iommu"], [], "an IOMMU", "leave out intel-iommu"),
    "ivshmem": ("x86_64", [*PC, "-object", "memory-backend-file,id=m0,size=1M,share=on,mem-path={directory}/shared",
                           "-device", "ivshmem-plain,memdev=m0"], [], "ivshmem", "leave it out"),
    "processor": ("x86_64", [*PC, "-smp", "1,maxcpus=2"], ["cpu-add 1"], "several vCPUs", "a single vCPU"),
    "board": ("aarch64", ["-M", "xlnx-zcu102", "-m", "64"], [], "several vCPUs", "a single vCPU"),
    "device": ("x86_64", PC, ["device_add e1000,id=late"], "plugged in or out", "on the command line"),
    "removed device": ("x86_64", [*PC, "-device", "e1000,id=early"], ["device_del early"], "plugged in or out",
                       "on the command line"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name, tmp_path):
    target, arguments, typed, named, valid = REFUSED[name]
    words = [word.format(directory=tmp_path) for word in arguments]
    machine = Machine(target, [*words, "-net", "none", "-display", "none", "-S"])
    directory = Path(tempfile.mkdtemp(dir=tmp_path))
    with BareGuest(machine, f"dir={directory}", directory) as guest:
        for line in typed:
            guest.monitor(line)
        answer = guest.operator("start x")
        assert named in answer and valid in answer
        assert list(directory.iterdir()) == []


CHANGES = {"plugged in": "device_add e1000,id=late", "plugged out": "device_del early", "a processor": "cpu-add 1"}


@pytest.mark.parametrize("change", CHANGES)
def test_within_a_recording(change):
    with booted("x86_64", "pc", [*PC, "-smp", "1,maxcpus=2", "-device", "e1000,id=early"], "checksum=y") as guest:
        guest.expect(rb"^ready\r?\n")
        assert guest.command("s") == 1
        guest.monitor(CHANGES[change])
        assert guest.operator("status")  # the monitor takes one command after the other
        assert guest.command("e") == 2
        line = guest.said(rb"^recctrl: bare_000 is incomplete: ([^\r\n]*)")[1]
        assert line == b"log: a device was plugged in or out within the recording"
