# SPDX-License-Identifier: GPL-2.0-or-later
"""The guest that never stops sending dots (bench/guest/stream.c): when it stood still, and what is in its memory."""

import bisect
import contextlib
import os
import re
import subprocess
import time
import zlib
from pathlib import Path

from harness.baremetal import BareGuest
from harness.console import Console
from harness.machine import BUILD, Machine
from harness.process import PATIENCE
from harness.replay import replay

FILL_MB = 32  # what the letter f writes to
CHUNK = 1 << 20
REPLAY_PATIENCE = 120  # seconds

# Whoever reads the dots comes before PANDA's main loop, and that before the vCPU.
READER, MAIN_LOOP, VCPU = 3, 2, 1


def machine(megabytes, plugins=BUILD / "plugins"):
    return Machine("i386", ["-kernel", str(BUILD / "bench/stream.elf"), "-m", str(megabytes), "-net", "none",
                            "-display", "none", "-no-reboot"], plugins)


def _schedule(pid, policy, main, others):
    for thread in map(int, os.listdir(f"/proc/{pid}/task")):
        os.sched_setscheduler(thread, policy, os.sched_param(main if thread == pid else others))


@contextlib.contextmanager
def real_time(pid):
    """PANDA and this process come before all else on the host, so that its other work is not taken for a pause. What
    they fork or start meanwhile does not. Without the right to that nothing changes."""
    policy = os.SCHED_FIFO | os.SCHED_RESET_ON_FORK
    try:
        _schedule(os.getpid(), policy, READER, READER)
        _schedule(pid, policy, MAIN_LOOP, VCPU)
    except PermissionError:
        pass
    try:
        yield
    finally:
        for process in (pid, os.getpid()):
            _schedule(process, os.SCHED_OTHER, 0, 0)


class TimedConsole(Console):
    """Keeps when which bytes came."""

    def __init__(self, path):
        super().__init__(path)
        self.times, self.ends = [], []  # seconds; how many bytes had come by then

    def read(self):
        data = super().read()
        self.times.append(time.perf_counter())
        self.ends.append((self.ends[-1] if self.ends else 0) + len(data))
        return data

    def longest_gap(self, start, end):
        """The longest time without a byte, in seconds, between two times; one that lasts at the end counts so far."""
        first, last = bisect.bisect(self.times, start) - 1, bisect.bisect(self.times, end)
        times = [*self.times[max(first, 0):last], end]
        return max(b - a for a, b in zip(times, times[1:]))


class StreamGuest(BareGuest):
    """Letters are answered between the dots."""

    console_class = TimedConsole

    def ask(self, letter, timeout=PATIENCE):
        """Sends a letter; gives the answer and when it was sent."""
        before, sent = len(self.console.text.data), time.perf_counter()
        self.console.send(letter.encode())
        return self.expect(rb"[^.]", before, timeout)[0].decode(), sent

    def undisturbed(self):
        return real_time(self.process.child.pid)

    def fill(self, megabytes):
        for _ in range(megabytes // FILL_MB):
            assert self.ask("f")[0] == "f"

    def rest(self, seconds):
        """The longest gap of the next seconds, while nothing is asked for."""
        start = time.perf_counter()
        time.sleep(seconds)
        return self.console.longest_gap(start, time.perf_counter())

    def memory_checksum(self):
        """CRC-32 of all of its RAM, as panda_recctrl_checksum.so takes it. It must be stopped or leave memory alone."""
        wanted = int(self.machine.arguments[self.machine.arguments.index("-m") + 1]) << 20
        process = Path(f"/proc/{self.process.child.pid}")
        ranges = [[int(place, 16) for place in found] for found in
                  re.findall(r"^(\w+)-(\w+) rw", (process / "maps").read_text(), re.MULTILINE)]
        (start,) = [first for first, end in ranges if end - first == wanted]
        crc = 0
        with (process / "mem").open("rb", buffering=0) as memory:
            memory.seek(start)
            for _ in range(wanted // CHUNK):
                crc = zlib.crc32(memory.read(CHUNK), crc)
        return f"{crc:08x}"


def is_identical(recording, checksum):
    """Whether its replay ends, and with the RAM of this checksum."""
    try:
        end = replay(recording.machine, recording.name, recording.directory, timeout=REPLAY_PATIENCE)
    except subprocess.TimeoutExpired:
        return False
    return end.completed and end.ram == checksum
