# SPDX-License-Identifier: GPL-2.0-or-later
"""A booted guest: its console, PANDA's monitor, and what the plugin says."""

import json
import re
import shutil
import socket
import tempfile
from dataclasses import dataclass
from pathlib import Path

from .console import Console
from .process import PATIENCE, Ended, Process, Text
from .replay import replay

READY = rb"^The guest is ready\..*?^guest# "
RECORDED = (rb"^recctrl: recorded %s: (\d+) instructions?, snapshot (\d+) bytes, log (\d+) bytes$")


@dataclass
class Recording:
    """A finished recording on disk."""

    name: str
    directory: Path
    machine: object
    instructions: int = None

    def file(self, suffix):
        return self.directory / (self.name + suffix)

    def manifest(self):
        return json.loads(self.file("-rr.json").read_text())

    def state(self):
        """What the replay must reach: checksums of RAM and registers, and the number of instructions."""
        manifest = self.manifest()
        return manifest["ram_checksum"], manifest["register_checksum"], manifest["instructions"]

    def replay(self, plugins=(), directory=None):
        """Runs in another directory if one is given, for what the plugins write."""
        return replay(self.machine, str(self.file("")), directory or self.directory, plugins)

    def remove(self):
        for file in self.directory.glob(f"{self.name}-rr*"):
            file.unlink()


class Guest:
    """Use it as a context manager, so that nothing outlives the test."""

    console_class = Console

    def __init__(self, machine, plugin, directory, arguments=()):
        """plugin: the arguments of panda_recctrl.so; None: it is not loaded. directory: of the recordings."""
        self.machine = machine
        self.directory = Path(directory)
        self.ended = False  # a test saw PANDA's end
        self.lost = False  # the shell does not answer any more
        self.sockets = tempfile.mkdtemp(prefix="recctrl-")
        self.process = self.console = self.monitor_listener = self.monitor_socket = None
        try:
            self._start(plugin, arguments)
        except BaseException:
            self.kill()
            raise

    def _start(self, plugin, arguments):
        self.console = self.console_class(f"{self.sockets}/console")
        self.monitor_listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.monitor_listener.bind(f"{self.sockets}/monitor")
        self.monitor_listener.listen(1)
        arguments = [*arguments, "-serial", f"unix:{self.console.path}", "-monitor", f"unix:{self.sockets}/monitor"]
        if plugin is not None:
            arguments += ["-panda", f"recctrl:{plugin}" if plugin else "recctrl"]
        self.process = Process(self.machine.command(arguments), self.directory, self.machine.environment())
        self.console.accept()
        self.monitor_listener.settimeout(PATIENCE)
        self.monitor_socket, _ = self.monitor_listener.accept()
        self.monitor_text = Text(lambda: self.monitor_socket.recv(65536))

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        try:
            if kind is None and not self.ended:
                self.quit()
        finally:
            self.kill()

    def boot(self, timeout=PATIENCE):
        """Waits for the shell."""
        try:
            self.console.expect(READY, timeout=timeout)
        except Ended as error:
            raise Ended(f"{error}\n{self.report()}") from None
        return self

    def reboot(self, ask):
        """ask(): makes the machine reset. Waits for the shell of the system that boots then."""
        before = len(self.console.text.data)
        ask()
        self.console.expect(READY, before)
        self.lost = False

    # --- the guest ---

    def start(self, command):
        """Types a command; finish() waits for its end."""
        if self.lost:
            raise Ended(f"an earlier command in this guest has not ended\n{self.report()}")
        return self.console.start(command)

    def finish(self, started, timeout=PATIENCE):
        try:
            return self.console.finish(started, timeout)
        except Ended as error:
            self.lost = True
            raise Ended(f"{error}\n{self.report()}") from None

    def run(self, command, timeout=PATIENCE):
        """Runs a command in the guest; gives its output and its exit status."""
        return self.finish(self.start(command), timeout)

    def check(self, command, timeout=PATIENCE):
        """The output of a command that must succeed."""
        output, status = self.run(command, timeout)
        assert status == 0, f"{command}: exit status {status}\n{output}"
        return output

    # --- PANDA ---

    def monitor(self, command):
        self.monitor_socket.sendall(command.encode() + b"\n")

    def operator(self, command, timeout=PATIENCE):
        """Gives the plugin a command of the operator; gives the line that it answers."""
        before = len(self.monitor_text.data)
        self.monitor(f'plugin_cmd "recctrl {command}"')
        found = self.monitor_text.wait(rb"^recctrl: ([^\r\n]*)", before, timeout)
        if not found:
            raise Ended(f"the plugin did not answer {command!r}\n{self.report()}")
        return found[1].decode()

    def said(self, pattern, start=0, timeout=PATIENCE):
        """Waits for something on PANDA's standard output or error; gives the match."""
        found = self.process.output.wait(pattern, start, timeout)
        if not found:
            raise Ended(f"PANDA did not say {pattern!r}\n{self.report()}")
        return found

    def recorded(self, name, timeout=PATIENCE):
        """Waits until the recording of this name is whole on disk."""
        line = self.said(RECORDED % re.escape(name.encode()), timeout=timeout)
        return Recording(name, self.directory, self.machine, int(line[1]))

    def recordings(self):
        """The names for which there is any file; a manifest that is being written has another one, with a dot."""
        return sorted({re.sub(r"-rr(-snp|-nondet\.log|-clock|-transcript|\.json)$", "", file.name)
                       for file in self.directory.glob("[!.]*-rr*")})

    def report(self):
        status = "runs" if self.process.running() else f"ended with status {self.process.child.returncode}"
        return f"PANDA {status}; its last lines:\n" + "\n".join(self.process.output.text().splitlines()[-30:])

    # --- the end ---

    def wait(self, timeout=PATIENCE):
        """Waits until PANDA ends; gives its exit status."""
        status = self.process.wait(timeout)
        self.ended = True
        return status

    def quit(self):
        """PANDA must still be there, and end well when the monitor tells it to."""
        assert self.process.running(), self.report()
        self.monitor("quit")
        status = self.wait()
        assert status == 0, self.report()

    def kill(self):
        if self.process:
            self.process.kill()
        if self.console:
            self.console.close()
        for connection in (self.monitor_socket, self.monitor_listener):
            if connection:
                connection.close()
        shutil.rmtree(self.sockets, ignore_errors=True)
