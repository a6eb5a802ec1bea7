# SPDX-License-Identifier: GPL-2.0-or-later
"""A child process whose output is read as it comes, that never outlives the tests."""

import ctypes
import os
import re
import signal
import subprocess
import threading
import time
from pathlib import Path

LIBC = ctypes.CDLL(None)
PR_SET_PDEATHSIG = 1

PATIENCE = 300  # seconds that anything may take on a loaded host; only what hangs takes that long


def die_with_parent():
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Ended(AssertionError):
    """The process ended, or said nothing of what was waited for."""


def until(condition, what, pause=0.01):
    """Looks every so many seconds whether it is so."""
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            raise Ended(f"waited in vain: {what}")
        time.sleep(pause)


class Text:
    """Bytes that a thread reads from somewhere, for others to wait on."""

    def __init__(self, read):
        self.data = bytearray()
        self.closed = False
        self.changed = threading.Condition()
        self.thread = threading.Thread(target=self._drain, args=(read,), daemon=True)
        self.thread.start()

    def _drain(self, read):
        while True:
            try:
                data = read()
            except OSError:
                data = b""
            with self.changed:
                self.data += data
                self.closed = not data
                self.changed.notify_all()
            if not data:
                return

    def wait(self, pattern, start=0, timeout=PATIENCE):
        """The first match of the bytes pattern at or after start; None when it can't or does not come."""
        compiled = re.compile(pattern, re.MULTILINE | re.DOTALL)
        found = None

        def look():
            nonlocal found
            found = compiled.search(self.data, start)
            return found or self.closed

        with self.changed:
            self.changed.wait_for(look, timeout)
        return found

    def text(self, start=0):
        with self.changed:
            return self.data[start:].decode(errors="replace")


class Process:
    """One child, standard output and standard error together."""

    def __init__(self, command, directory, environment, pass_fds=()):
        self.child = subprocess.Popen(
            command, cwd=directory, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, preexec_fn=die_with_parent, start_new_session=True, pass_fds=pass_fds)
        self.output = Text(lambda: self.child.stdout.read1(65536))

    def wait(self, timeout=PATIENCE):
        """Waits for the end, gives the exit status (negative: the signal)."""
        status = self.child.wait(timeout)
        self.output.thread.join(timeout)
        return status

    def running(self):
        return self.child.poll() is None

    def children(self):
        """The processes that any of its threads has forked."""
        found = []
        for thread in Path(f"/proc/{self.child.pid}/task").iterdir():
            try:
                found += map(int, (thread / "children").read_text().split())
            except (FileNotFoundError, ProcessLookupError):
                pass  # the thread ended meanwhile
        return found

    def kill(self):
        """Also kills what it has forked: a snapshot's child may be there still."""
        try:
            os.killpg(self.child.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.wait()
        self.child.stdout.close()
