# SPDX-License-Identifier: GPL-2.0-or-later
"""A guest's serial console: a shell to type into, and what it prints."""

import itertools
import re
import socket

from .process import PATIENCE, Ended, Text

LONGEST_LINE = 900  # the guest's line editor takes 1,023 bytes


class Console:
    """The listening end of a UNIX socket that PANDA's serial port connects to."""

    def __init__(self, path):
        self.path = path
        self.numbers = itertools.count(1)
        self.socket = None
        self.text = None
        self.sent = bytearray()
        self.listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.listener.bind(path)
        self.listener.listen(1)

    def accept(self, timeout=PATIENCE):
        self.listener.settimeout(timeout)
        self.socket, _ = self.listener.accept()
        # Always drained: PANDA spins with its lock held while a serial port can't write.
        self.text = Text(self.read)

    def read(self):
        return self.socket.recv(65536)

    def close(self):
        self.listener.close()
        if self.socket:
            self.socket.close()

    def send(self, data):
        self.sent += data
        try:
            self.socket.sendall(data)
        except OSError as error:
            raise Ended(f"the console is closed: {error}") from error

    def expect(self, pattern, start=0, timeout=PATIENCE):
        found = self.text.wait(pattern, start, timeout)
        if not found:
            raise Ended(f"the console did not show {pattern!r}; its last lines:\n{self.tail()}")
        return found

    def start(self, command):
        """Types a command; finish() waits for its end. Returns what finish() needs."""
        number = next(self.numbers)
        # The shell's echo of this line holds the quotes, so it can't be taken for the markers.
        line = f'echo "<""{number} "; {{ {command}; }} 2>&1; echo "<""/{number} $?>"\n'.encode()
        assert len(line) < LONGEST_LINE, "the command is too long for the guest's line editor"
        before = len(self.text.data)
        self.send(line)
        return number, before

    def finish(self, started, timeout=PATIENCE):
        number, before = started
        end = self.expect(rb"<%d \r?\n(.*)<(/%d) (\d+)>" % (number, number), before, timeout)
        output = end[1].decode(errors="replace").replace("\r", "")
        return output, int(end[3])

    def tail(self, lines=30):
        text = self.text.text() if self.text else ""
        return "\n".join(re.sub(r"[^\x20-\x7e]", "", line) for line in text.splitlines()[-lines:])
