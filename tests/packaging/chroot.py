# SPDX-License-Identifier: GPL-2.0-or-later
"""Clean Debian systems to install packages into: unpacked for one test each, without a network, gone with it."""
import hashlib
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "guests"))

import debian  # noqa: E402

# What dpkg itself writes, and caches.
NOT_COMPARED = ("proc/", "var/cache/", "var/lib/dpkg/", "var/log/")


def field(package, name):
    return subprocess.run(["dpkg-deb", "-f", package, name], stdout=subprocess.PIPE, text=True, check=True).stdout.strip()


def dependencies(package):
    """Names only: Debian of the release that this is tested on has the versions."""
    return sorted(word.split()[0] for word in field(package, "Depends").split(","))


def archive(architecture, packages):
    """A tarball of the smallest Debian with these packages, from the user's cache."""

    def fetch(directory):
        source = [line for line in debian.debian_sources() if f" {debian.codename()} " in line]
        subprocess.run(["mmdebstrap", "--quiet", "--mode=root", "--variant=minbase", f"--architectures={architecture}",
                        f"--include={','.join(packages)}", debian.codename(), directory / "root.tar", *source[:1]],
                       check=True)

    name = f"root-{architecture}-{hashlib.sha256(' '.join(packages).encode()).hexdigest()[:8]}"
    return debian.kept(name, f"{debian.codename()} {' '.join(packages)}", fetch) / "root.tar"


class Chroot:
    def __init__(self, directory, architecture, packages):
        self.root = directory
        subprocess.run(["tar", "-xpf", archive(architecture, packages), "-C", directory], check=True)

    def command(self, *words, binds=()):
        """The command line that runs one in it, in name spaces of its own: mounts and processes end with it."""
        mounts = "".join(f'mkdir -p "{self.root}{to}" && mount --bind -o ro "{source}" "{self.root}{to}" && '
                         for source, to in binds)
        script = f'mount -t proc proc "{self.root}/proc" && {mounts} exec chroot "{self.root}" "$@"'
        return ["unshare", "--mount", "--net", "--pid", "--fork", "--kill-child", "sh", "-c", script, "sh",
                *map(str, words)]

    def __call__(self, *words, status=0, binds=()):
        result = subprocess.run(self.command(*words, binds=binds), capture_output=True, text=True, check=False, timeout=300,
                                stdin=subprocess.DEVNULL, env={"PATH": os.environ["PATH"], "HOME": "/root",
                                                               "LC_ALL": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"})
        assert result.returncode == status, f"{words}: status {result.returncode}: {result.stdout}{result.stderr}"
        return result

    def install(self, package):
        target = self.root / "tmp" / package.name
        target.write_bytes(package.read_bytes())
        self("dpkg", "-i", f"/tmp/{package.name}")
        target.unlink()

    def content(self):
        """Each path but those NOT_COMPARED, with what it is."""
        found = {}
        for path in self.root.rglob("*"):
            name = str(path.relative_to(self.root))
            if name.startswith(NOT_COMPARED):
                continue
            if path.is_symlink():
                found[name] = os.readlink(path)
            elif path.is_file():
                found[name] = f"{path.stat().st_mode:o} {hashlib.sha256(path.read_bytes()).hexdigest()}"
            else:
                found[name] = f"{path.stat().st_mode:o}"
        return found
