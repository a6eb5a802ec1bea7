# SPDX-License-Identifier: GPL-2.0-or-later
"""Debian packages of any architecture, downloaded by apt into the user's cache; the system stays as it is."""
import contextlib
import fcntl
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

KEYRING = pathlib.Path("/usr/share/keyrings/debian-archive-keyring.gpg")


class Refused(Exception):
    """A package can't be had; the text says why."""


def cache():
    home = os.environ.get("XDG_CACHE_HOME", "")
    home = pathlib.Path(home) if os.path.isabs(home) else pathlib.Path.home() / ".cache"
    return home / "recctrl"


@contextlib.contextmanager
def locked(directory):
    """One process at a time works in this directory of the cache."""
    directory.mkdir(parents=True, exist_ok=True)
    with open(directory / ".lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def kept(name, wanted, fetch):
    """Returns the cache's directory for NAME, a guest or what its programs are made with; it is there as a whole or
    not at all. fetch(DIRECTORY) fills a new one, once for what WANTED, a text, says."""
    guests = cache() / "guests"
    final = guests / name
    mark = final / "made-for"
    with locked(guests):
        if mark.exists() and mark.read_text() == wanted:
            return final
        with tempfile.TemporaryDirectory(prefix=".partial-", dir=guests) as work:
            fresh = pathlib.Path(work) / name
            fresh.mkdir()
            fetch(fresh)
            (fresh / "made-for").write_text(wanted)
            if final.exists():
                shutil.rmtree(final)
            fresh.rename(final)
    return final


def codename():
    release = pathlib.Path("/etc/os-release").read_text()
    match = re.search(r'^VERSION_CODENAME="?(\w+)', release, re.MULTILINE)
    return match[1] if match else "stable"


def debian_sources():
    """The lines for Debian itself among apt's sources: what others publish may lack the foreign architectures."""
    form = "$(REPO_URI) $(RELEASE) $(COMPONENT)"
    listing = subprocess.run(["apt-get", "indextargets", "--format", form, "Created-By: Packages"],
                             stdout=subprocess.PIPE, text=True, check=True).stdout
    suites = re.compile(rf"\S+ ({codename()}|stable)(-updates|-security)? main$")
    signed = f"[signed-by={KEYRING}] " if KEYRING.exists() else ""
    return sorted({f"deb {signed}{line}\n" for line in listing.splitlines() if suites.match(line)})


class Packages:
    """Debian's packages of one architecture (in Debian's words: amd64, armhf…)."""

    def __init__(self, architecture):
        self.architecture = architecture
        self.state = cache() / "apt" / architecture
        self.files = cache() / "downloads" / architecture
        self.updated = False
        for directory in (self.state / "lists/partial", self.state / "archives/partial", self.files):
            directory.mkdir(parents=True, exist_ok=True)

    def options(self):
        settings = {
            "APT::Architecture": self.architecture,
            "APT::Architectures": self.architecture,
            "APT::Install-Recommends": "false",
            "APT::Sandbox::User": "root",
            "Acquire::GzipIndexes": "true",
            "Acquire::Languages": "none",
            "Acquire::Retries": "3",
            "Debug::NoLocking": "true",
            "Dir::Cache": self.state,
            "Dir::Cache::pkgcache": "",
            "Dir::Cache::srcpkgcache": "",
            "Dir::Etc::preferences": "/dev/null",
            "Dir::Etc::preferencesparts": "/dev/null",
            "Dir::Etc::sourcelist": self.state / "sources.list",
            "Dir::Etc::sourceparts": "/dev/null",
            "Dir::State": self.state,
            "Dir::State::status": self.state / "status",
        }
        return [word for name, value in settings.items() for word in ("-o", f"{name}={value}")]

    def apt(self, program, *arguments, **options):
        return subprocess.run([program, "-qq", *self.options(), *arguments], text=True, check=False, **options)

    def update(self):
        """Gets the lists of packages, once. A mirror may lack one of them for a while: the others will do."""
        if self.updated:
            return
        sources = debian_sources()
        if not sources:
            raise Refused(f"apt's sources name no Debian archive ({codename()} or stable, main)")
        (self.state / "sources.list").write_text("".join(sources))
        (self.state / "status").touch()
        print(f"guests: getting Debian's list of {self.architecture} packages", file=sys.stderr)
        if self.apt("apt-get", "update", stdout=sys.stderr).returncode != 0:
            print("guests: going on with the lists that could be had", file=sys.stderr)
        self.updated = True

    def candidate(self, name):
        """The package that a name stands for: a kernel's metapackage depends on the one with its version."""
        if not name.startswith("linux-image-"):
            return name
        listing = self.apt("apt-cache", "depends", "--important", name, stdout=subprocess.PIPE)
        if listing.returncode != 0:
            raise Refused(f"Debian has no package {name} for {self.architecture}")
        match = re.search(r"Depends: (linux-image-\d\S*)", listing.stdout)
        return match[1] if match else name

    def closure(self, names):
        """Returns the names of these packages and of all that they depend on."""
        self.update()
        listing = self.apt("apt-get", "install", "--simulate", *names, stdout=subprocess.PIPE)
        if listing.returncode != 0:
            raise Refused(f"apt can't find all that these packages depend on: {' '.join(names)}")
        return re.findall(r"^Inst (\S+)", listing.stdout, re.MULTILINE)

    def download(self, names):
        """Returns the .deb files of these packages alone, without what they depend on."""
        with locked(self.state):
            self.update()
            packages = [self.candidate(name) for name in names]
            before = set(self.files.glob("*.deb"))
            print(f"guests: downloading for {self.architecture}: {' '.join(packages)}", file=sys.stderr)
            if self.apt("apt-get", "download", *packages, cwd=self.files, stdout=sys.stderr).returncode != 0:
                raise Refused(f"these {self.architecture} packages could not be downloaded; apt's message is above: "
                              f"{' '.join(packages)}")
            return [self._newest(package, before) for package in packages]

    def _newest(self, package, before):
        """The file of a package that was just downloaded; those of other versions, from BEFORE, are removed."""
        newest = max(self.files.glob(f"{package}_*.deb"), key=lambda path: path.stat().st_ctime_ns)
        for outdated in before & set(self.files.glob(f"{package}_*.deb")) - {newest}:
            outdated.unlink()
        return newest


def unpack(package, directory, *members):
    """Unpacks a .deb; only the members that the patterns name, if there are any."""
    with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", package], stdout=subprocess.PIPE) as archive:
        selection = ["--wildcards", *members] if members else []
        extracted = subprocess.run(["tar", "-x", "-C", directory, *selection], stdin=archive.stdout, check=False)
        archive.stdout.read()
    if archive.returncode != 0 or extracted.returncode != 0:
        raise Refused(f"{pathlib.Path(package).name} does not hold {' '.join(members) or 'a file system'}")
