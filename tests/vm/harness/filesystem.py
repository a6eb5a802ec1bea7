# SPDX-License-Identifier: GPL-2.0-or-later
"""A small file system that is mounted for a few processes only, and gone with them, however they end."""

import os
import subprocess
from pathlib import Path

HOLD = 'mount -t tmpfs -o "$1" recctrl-tests "$2" && echo mounted && exec cat'


class Filesystem:
    """Use it as a context manager. `inside` is its path for those that run with `prefix`, `outside` for everybody."""

    def __init__(self, directory, options):
        """directory: an empty one; options: of mount(8) for a tmpfs, as "size=1m"."""
        alone = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
        # Ends when our end of the pipe is closed, which no signal to us can prevent.
        command = ["unshare", *alone, "--mount", "sh", "-c", HOLD, "sh", options, directory]
        self.keeper = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                       text=True)
        self.said = self.keeper.stdout.readline().strip()
        self.mounted = self.said == "mounted"
        self.inside = directory
        self.outside = Path(f"/proc/{self.keeper.pid}/root{directory}")
        enter = ["--user", "--preserve-credentials"] if alone else []
        self.prefix = ["nsenter", "--target", str(self.keeper.pid), *enter, "--mount"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.keeper.communicate()

    def remount(self, options):
        subprocess.run([*self.prefix, "mount", "-o", f"remount,{options}", self.inside], check=True)

    def free(self):
        state = os.statvfs(self.outside)
        return state.f_bavail * state.f_frsize

    def fill(self, leave=0):
        """Leaves so many bytes; sweep() gives the others back."""
        with open(self.outside / "ballast", "wb") as file:
            os.posix_fallocate(file.fileno(), 0, self.free() - leave)

    def sweep(self):
        (self.outside / "ballast").unlink()
