# SPDX-License-Identifier: GPL-2.0-or-later
"""Logins from the host as people make them: on a terminal or without one, with all that came back, and when."""

import fcntl
import os
import struct
import subprocess
import termios
import time

from . import ssh
from .process import PATIENCE, Ended, Text, die_with_parent

# Nothing of the test's own environment comes along.
ENVIRONMENT = {"TERM": "xterm-256color", "PATH": os.environ["PATH"]}


class Client:
    """One login. Use it as a context manager, so that nothing outlives the test."""

    def __init__(self, port, command=None, user="tester", size=None):
        """size: columns and rows of its terminal; None: it has none."""
        words = ssh.from_host(port, command or "")
        words.remove("-n")
        words[-2:] = [f"{user}@127.0.0.1", *([command] if command else [])]
        options = ["-q", "-e", "none"] + (["-tt"] if size else ["-T"])
        self.typed, self.times = b"", []
        self.end = None
        if size:
            self.end, slave = os.openpty()
            self.resize(*size)
            streams = {"stdin": slave, "stdout": slave, "stderr": subprocess.PIPE}
        else:
            streams = dict.fromkeys(["stdin", "stdout", "stderr"], subprocess.PIPE)
        self.process = subprocess.Popen([words[0], *options, *words[1:]], env=ENVIRONMENT, start_new_session=True,
                                        preexec_fn=self._prepare, **streams)
        if size:
            os.close(slave)
        self.output = Text(self._read)
        self.error = Text(lambda: self.process.stderr.read1(65536))

    def _prepare(self):
        die_with_parent()
        if self.end is not None:
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)

    def _read(self):
        data = os.read(self.end, 65536) if self.end is not None else self.process.stdout.read1(65536)
        self.times.append((time.time(), len(data)))
        return data

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        for text in (self.output, self.error):
            text.thread.join(PATIENCE)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream:
                stream.close()
        if self.end is not None:
            os.close(self.end)

    def resize(self, columns, rows):
        fcntl.ioctl(self.end, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def type(self, keys, until=None):
        """Types keys, and waits until what then comes matches."""
        before = len(self.output.data)
        self.typed += keys
        if self.end is not None:
            os.write(self.end, keys)
        else:
            self.process.stdin.write(keys)
            self.process.stdin.flush()
        if until is not None:
            self.expect(until, before)

    def expect(self, pattern, start=0):
        found = self.output.wait(pattern, start)
        if not found:
            raise Ended(f"the session did not show {pattern!r}: {bytes(self.output.data[-500:])!r}")
        return found

    def finish(self):
        """Waits for the end of the session; gives its exit status."""
        if self.end is None:
            self.process.stdin.close()
        status = self.process.wait(PATIENCE)
        for text in (self.output, self.error):
            text.thread.join(PATIENCE)
        return status

    def received(self):
        return bytes(self.output.data), bytes(self.error.data)
