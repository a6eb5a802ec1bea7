# SPDX-License-Identifier: GPL-2.0-or-later
"""Machines with a disk and a network card, and ten recordings in which both are used."""

import hashlib
import random
from dataclasses import dataclass
from pathlib import Path

from .generic_timer import CALLS, TIMERS, replay, virt
from .machine import BUILD, ROOT, default_guest, linux
from .process import until


@dataclass
class Devices:
    """Name of the machine, its disk and card as PANDA's arguments, the disk's name in the guest, the drivers and those of
    the disk and the card themselves."""

    base: str
    disk: list
    card: list
    name: str
    modules: str
    own: str
    replay: tuple = ()  # what a replay needs beside the machine's arguments, as the manifest has it


VIRTIO_MMIO = (["-device", "virtio-blk-device,drive=d0"], ["-device", "virtio-net-device,netdev=n0"], "vda",
               "virtio_modules", "virtio_blk virtio_net")
VIRTIO_PCI = (["-device", "virtio-blk-pci,drive=d0"], ["-device", "virtio-net-pci,netdev=n0"], "vda", "virtio_modules",
              "virtio_blk virtio_net", ("-global", "virtio-blk-pci.ioeventfd=off", "-global", "virtio-net-pci.ioeventfd=off"))
PCI = (["-device", "ahci,id=ahci", "-device", "ide-hd,drive=d0,bus=ahci.0"], ["-device", "e1000,netdev=n0"], "sda",
       "pci_modules", "ahci e1000")

MACHINES = {
    "aarch64-virtio-mmio": Devices("cortex-a57", *VIRTIO_MMIO),
    "aarch64-virtio-pci-gicv3": Devices("cortex-a57-gicv3", *VIRTIO_PCI),
    "aarch64-ahci-e1000": Devices("cortex-a57", *PCI),
    "arm-virtio-mmio": Devices("cortex-a15", *VIRTIO_MMIO),
    "x86_64-virtio-pci": Devices("pc", *VIRTIO_PCI),
}

DISK_BYTES = 8 << 20
FILE = "file"
FILE_BYTES = 20000

READ = "dd if=/dev/{disk} bs=64k count=8 2> /dev/null | md5sum"
WRITE = "dd if=/dev/urandom of=/dev/{disk} bs=4k seek=1000 count=10 conv=fsync 2> /dev/null"
DIRECT = ("for i in 1 2 3 4 5; do dd if=/dev/{disk} bs=512 skip=$i count=3 iflag=direct 2> /dev/null | md5sum; "
          "dd if=/dev/zero of=/dev/{disk} bs=4k seek=$((1000+i)) count=2 oflag=direct 2> /dev/null; done")
FETCH = "tftp -g -r file -l /tmp/file 10.0.2.2 && md5sum < /tmp/file"
BUSY_DISK = "dd if=/dev/{disk} of=/dev/null bs=4k skip=600 count=300 iflag=direct 2> /dev/null"

# The drivers go and come back twice, and the disk is read by each.
DRIVERS = ("for i in 1 2; do for module in {own}; do rmmod $module && insmod /modules/$module.ko; done; "
           "until [ -e /dev/{disk} ]; do usleep 50000; done; " + READ + "; done")

# What happens between start and stop. In "flight" requests are under way when it stops, and when the next one starts. In
# "stops" the operator stops the machine and lets it go on, twenty times.
WORK = [
    ("pair", "true"),
    ("read", READ),
    ("write", WRITE),
    ("direct", DIRECT),
    ("fetch", FETCH),
    ("calls", f"({BUSY_DISK}; {FETCH}) > /dev/null & {CALLS}; wait"),
    ("flight", f"{BUSY_DISK} & sleep 0.1"),
    ("pair", "wait"),
    ("sleep", "sleep 3"),
    ("timers", TIMERS),
    ("stops", f"({BUSY_DISK}; {FETCH}) > /dev/null"),
    ("drivers", DRIVERS),
]
ALL = ["setup_000", *(f"{name}_{number:03}" for number, (name, _) in enumerate(WORK, 1))]


class Files:
    """The disk's content and what the network card fetches."""

    def __init__(self, directory):
        self.directory = Path(directory)
        content = random.Random(1).randbytes(DISK_BYTES)
        fetched = random.Random(2).randbytes(FILE_BYTES)
        self.disk = self.directory / "disk"
        self.disk.write_bytes(content)
        (self.directory / "tftp").mkdir()
        (self.directory / "tftp" / FILE).write_bytes(fetched)
        self.read = f"{hashlib.md5(content[:8 << 16]).hexdigest()}  -\n"
        self.fetched = f"{hashlib.md5(fetched).hexdigest()}  -\n"


def target_of(name):
    return name.partition("-")[0]


def modules(name):
    """The drivers, in the order in which they are loaded."""
    lines = (ROOT / "guests" / target_of(name) / "guest").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)[MACHINES[name].modules].split()


def machine(name, directory, files):
    devices, target = MACHINES[name], target_of(name)
    built = BUILD / "guests" / target / "modules"
    programs = {f"/modules/{module}.ko": built / f"{module}.ko" for module in modules(name)}
    initrd = linux(target, programs, directory).arguments
    plain = default_guest(target) if devices.base == "pc" else virt(devices.base)
    arguments = list(plain.arguments)
    arguments[arguments.index("-initrd") + 1] = initrd[initrd.index("-initrd") + 1]
    at = arguments.index("-net")
    del arguments[at:at + 2]
    plain.arguments = arguments
    return plain.with_arguments(
        "-drive", f"if=none,id=d0,file={files.disk},format=raw,snapshot=on", *devices.disk,
        "-netdev", f"user,id=n0,tftp={files.directory / 'tftp'}", *devices.card)


def set_up(guest, name):
    """Loads the drivers, in the first recording, and brings the network up."""
    guest.check("recctrlu start setup")
    guest.check("for module in " + " ".join(modules(name)) + "; do insmod /modules/$module.ko || exit 1; done")
    guest.check("recctrlu stop")
    guest.check(f"until [ -e /dev/{MACHINES[name].name} ]; do usleep 50000; done; "
                "ip address add 10.0.2.15/24 dev eth0 && ip link set eth0 up && "
                'until [ "$(cat /sys/class/net/eth0/carrier)" = 1 ]; do usleep 50000; done')


def record_all(guest, name):
    """Makes all recordings; gives them and what was printed, both by name."""
    told, recordings = {}, {ALL[0]: guest.recorded(ALL[0])}
    for recording, (kind, work) in zip(ALL[1:], WORK):
        guest.check("sync; echo 3 > /proc/sys/vm/drop_caches")
        command = work.format("recctrlu", disk=MACHINES[name].name, own=MACHINES[name].own)
        started = guest.start(f"recctrlu start {kind} 2> /dev/null; {command}; recctrlu stop 2> /dev/null")
        if kind == "stops":
            until(lambda: "stops_" in guest.operator("status"), "for the recording to start")
            guest.monitor("stop\ncont\n" * 20)
        told[kind], status = guest.finish(started, timeout=300)
        assert status == 0, told[kind]
        recordings[recording] = guest.recorded(recording)
    for recording in recordings.values():
        recording.machine = guest.machine.with_arguments(*MACHINES[name].replay)
    return recordings, told


__all__ = ["ALL", "MACHINES", "Files", "machine", "record_all", "replay", "set_up", "target_of"]
