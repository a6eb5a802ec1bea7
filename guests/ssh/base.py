# SPDX-License-Identifier: GPL-2.0-or-later
"""What the SSH guest has from Debian: a kernel, and the picked files with all libraries that they need."""
import lzma
import pathlib
import subprocess
import tempfile

import cpio
import debian
from elftools.common.exceptions import ELFError
from elftools.elf.elffile import ELFFile

HERE = pathlib.Path(__file__).resolve().parent
BASE = "base.cpio.gz"
OPENED_AT_RUN_TIME = ["libgcc_s.so.1"]
DIRECTORIES = ("dev", "home/bystander", "home/tester", "proc", "root", "sys", "tmp")


class Target:
    """What guests/ssh/TARGET/guest says: architecture, kernel (package), libraries (directory), loader."""

    def __init__(self, name):
        self.name = name
        self.directory = HERE / name
        path = self.directory / "guest"
        if not path.exists():
            known = sorted(file.parent.name for file in HERE.glob("*/guest"))
            raise debian.Refused(f'there is no SSH guest "{name}"; there are: {" ".join(known)}')
        self.text = path.read_text()
        settings = dict(line.split("=", 1) for line in self.text.splitlines() if line and not line.startswith("#"))
        self.architecture, self.kernel = settings["architecture"], settings["kernel"]
        self.libraries, self.loader = settings["libraries"], settings["loader"]

    def final(self):
        """Where the guest is built."""
        return HERE.parents[1] / "build/guests" / ("ssh" if self.name == "x86_64" else f"ssh-{self.name}")

    def arguments(self, final):
        return (self.directory / "arguments").read_text().replace("@GUEST@", str(final))

    def picks(self):
        """Reads the list of packages and patterns of files in them."""
        found = {}
        for words in map(str.split, (HERE / "packages").read_text().splitlines()):
            if words and words[0] != "#":
                package = self.kernel if words[0] == "KERNEL" else words[0]
                found.setdefault(package, []).extend(words[1:])
        return found


def needed(path):
    """The names of the libraries that a file is linked with; none where it is no ELF file."""
    with open(path, "rb") as file:
        try:
            dynamic = ELFFile(file).get_section_by_name(".dynamic")
        except ELFError:
            return []
        return [tag.needed for tag in dynamic.iter_tags("DT_NEEDED")] if dynamic else []


def closure(files, libraries, loader):
    """The libraries, found in the tree LIBRARIES, that these files need, directly or not, but for the loader."""
    found, names = {}, [name for path in files for name in needed(path)] + OPENED_AT_RUN_TIME
    while names:
        name = names.pop()
        if name in found or name == loader:
            continue
        paths = [path for path in libraries.rglob(name) if path.is_file()]
        if not paths:
            raise debian.Refused(f"no package that was unpacked holds {name}")
        found[name] = paths[0].resolve()
        names += needed(found[name])
    return found


def unpack_existing(package, tree, patterns):
    """Unpacks those patterns that occur; where usr is merged, half of them name nothing."""
    listing = subprocess.run(["dpkg-deb", "--fsys-tarfile", package], stdout=subprocess.PIPE, check=True).stdout
    subprocess.run(["tar", "-x", "-C", tree, "--wildcards", *patterns], input=listing, stderr=subprocess.DEVNULL,
                   check=False)


def fetch(target, directory):
    """Fills DIRECTORY with what comes from Debian: kernel, its modules, and base.cpio.gz."""
    packages = debian.Packages(target.architecture)
    wanted = target.picks()
    names = [name for name in packages.closure(sorted(wanted))
             if name.startswith(("lib", "zlib")) and "perl" not in name and name not in wanted]
    files = packages.download([*wanted, *names])
    with tempfile.TemporaryDirectory(dir=directory) as work:
        tree, libraries = pathlib.Path(work) / "tree", pathlib.Path(work) / "libraries"
        tree.mkdir()
        libraries.mkdir()
        for package, patterns in zip(files, wanted.values()):
            unpack_existing(package, tree, patterns)
        for package in files[len(wanted):]:
            debian.unpack(package, libraries)
        (kernel,) = tree.glob("boot/vmlinuz-*")
        kernel.rename(directory / "kernel")
        (directory / "modules").mkdir()
        for module in list(tree.rglob("*.ko*")):
            content = module.read_bytes()
            name = module.name.partition(".")[0]
            (directory / "modules" / f"{name}.ko").write_bytes(
                lzma.decompress(content) if module.suffix == ".xz" else content)
            module.unlink()
        write(target, directory / BASE, tree, libraries, directory / "modules/e1000.ko")


def write(target, output, tree, libraries, card):
    loader_name = pathlib.Path(target.loader).name
    found = closure([path for path in tree.rglob("*") if path.is_file()], libraries, loader_name)
    with cpio.Archive(output) as archive:
        for path in DIRECTORIES:
            archive.directory(path)
        archive.copy("lib/modules/e1000.ko", card)
        sshd_config = tree / "usr/share/openssh/sshd_config"
        for path in sorted(path for path in tree.rglob("*") if path.is_file() and path != sshd_config):
            archive.copy(str(path.relative_to(tree)), path)
        for name, path in sorted(found.items()):
            archive.copy(f"{target.libraries}/{name}", path)
        loader = next(path for path in libraries.rglob(loader_name) if path.is_file())
        archive.copy(target.loader, loader.resolve())
        archive.copy("etc/ssh/sshd_config", sshd_config)
        archive.link("bin/sh", "busybox")


def kept(target):
    """The directory with kernel and base.cpio.gz, made once."""
    wanted = (HERE / "packages").read_text() + target.text + pathlib.Path(__file__).read_text()
    return debian.kept(f"ssh-{target.name}", wanted, lambda directory: fetch(target, directory))
