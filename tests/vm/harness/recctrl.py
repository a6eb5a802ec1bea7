# SPDX-License-Identifier: GPL-2.0-or-later
"""The host tool, on the recordings of a test."""

import json
import os
import subprocess

from .machine import BUILD, engine


class Recctrl:
    """Runs recctrl in a directory that ends up as empty of temporary files as it was."""

    def __init__(self, recordings, directory):
        """recordings: the directory that holds them; directory: to run in."""
        self.recordings, self.directory = recordings, directory
        self.temporary = directory / "temporary"
        self.temporary.mkdir(exist_ok=True)

    def __call__(self, *arguments, status=0):
        environment = dict(os.environ, RECCTRL_DIR=str(self.recordings), RECCTRL_ENGINE=str(engine()),
                           TMPDIR=str(self.temporary))
        result = subprocess.run([BUILD / "bin/recctrl", *arguments], cwd=self.directory, env=environment, text=True,
                                capture_output=True, errors="replace", stdin=subprocess.DEVNULL, timeout=600, check=False)
        assert result.returncode == status, f"status {result.returncode}: {result.stderr}{result.stdout}"
        assert not list(self.temporary.iterdir())
        return result

    def list(self):
        return {item["name"]: item for item in json.loads(self("ls", "--json").stdout)}
