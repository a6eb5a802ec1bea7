# SPDX-License-Identifier: GPL-2.0-or-later
"""Wine for 32 and 64 bits, unpacked from Debian's packages into the user's cache; the system stays as it is.

Each program runs in name spaces of its own, without a network: what Wine starts beside it ends with it.
"""
import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "guests"))

import debian  # noqa: E402

PACKAGES = ["libwine", "libc-bin", "libz-mingw-w64", "libc6", "libgcc-s1", "libunwind8", "liblzma5", "zlib1g"]


class Wine:
    def __init__(self, directory, architecture, package, loader, server, mingw):
        self.loader, self.server = f"/usr/lib/wine/{loader}", f"/usr/lib/wine/{server}"
        names = [*PACKAGES, package]

        def fetch(root):
            for deb in debian.Packages(architecture).download(names):
                debian.unpack(deb, root)
            for name in ("proc", "dev", "tmp"):
                (root / name).mkdir(exist_ok=True)

        self.root = debian.kept(f"wine-{architecture}", f"{debian.codename()} {' '.join(names)}", fetch)
        self.directory = directory  # what the programs see as /tmp
        library = self.root / f"usr/{mingw}-w64-mingw32/lib/zlib1.dll"
        system = directory / "prefix/drive_c/windows/system32"
        system.mkdir(parents=True)
        shutil.copy(library, system)  # Wine's own libraries need it, and only the package's scripts would put it there
        self.run("wineboot", "-i")

    def run(self, *words):
        script = ('mount -t proc proc "$1/proc" && mount --rbind /dev "$1/dev" && mount --bind "$2" "$1/tmp" && '
                  'root=$1 && shift 2 && exec chroot "$root" "$@"')
        environment = {"PATH": os.environ["PATH"], "HOME": "/tmp", "WINEPREFIX": "/tmp/prefix", "LC_ALL": "C.UTF-8", "WINEDEBUG": "-all",
                       "WINESERVER": self.server}
        return subprocess.run(["timeout", "--signal=KILL", "120", "unshare", "--mount", "--net", "--pid", "--fork",
                               "--kill-child", "sh", "-c", script, "sh", self.root, self.directory, self.loader, *words],
                              env=environment, capture_output=True, check=False, stdin=subprocess.DEVNULL)
