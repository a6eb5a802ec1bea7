# SPDX-License-Identifier: GPL-2.0-or-later
"""The host tool, on the recordings of a test."""

import json
import os
import subprocess

import pexpect

from .machine import BUILD, engine


class Recctrl:
    """Runs recctrl in a directory that ends up as empty of temporary files as it was."""

    def __init__(self, recordings, directory, prefix=()):
        """recordings: the directory that holds them; directory: to run in; prefix: a command that runs recctrl."""
        self.recordings, self.directory, self.prefix = recordings, directory, prefix
        self.temporary = directory / "temporary"
        self.temporary.mkdir(exist_ok=True)

    def __call__(self, *arguments, status=0):
        result = subprocess.run([*self.prefix, BUILD / "bin/recctrl", *arguments], cwd=self.directory,
                                env=self._environment(), text=True, capture_output=True, errors="replace",
                                stdin=subprocess.DEVNULL, timeout=600, check=False)
        assert result.returncode == status, f"status {result.returncode}: {result.stderr}{result.stdout}"
        assert not list(self.temporary.iterdir())
        return result

    def on_terminal(self, *arguments):
        """Gives all that comes to the terminal, and the exit status."""
        child = pexpect.spawn(str(BUILD / "bin/recctrl"), list(arguments), cwd=str(self.directory),
                              env=self._environment(), encoding="utf-8", timeout=600)
        output = child.read()
        child.close()
        return output, child.exitstatus

    def list(self):
        return {item["name"]: item for item in json.loads(self("ls", "--json").stdout)}

    def _environment(self):
        return dict(os.environ, RECCTRL_DIR=str(self.recordings), RECCTRL_ENGINE=str(engine()),
                    TMPDIR=str(self.temporary))
