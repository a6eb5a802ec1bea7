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
ARCHITECTURE = "amd64"
LIBRARIES = "lib/x86_64-linux-gnu"
LOADER = "lib64/ld-linux-x86-64.so.2"
OPENED_AT_RUN_TIME = ["libgcc_s.so.1"]
DIRECTORIES = ("dev", "home/bystander", "home/tester", "proc", "root", "sys", "tmp")


def picks():
    """Reads the list of packages and patterns of files in them."""
    found = {}
    for words in map(str.split, (HERE / "packages").read_text().splitlines()):
        if words and words[0] != "#":
            found.setdefault(words[0], []).extend(words[1:])
    return found


def needed(path):
    """The names of the libraries that a file is linked with; none where it is no ELF file."""
    with open(path, "rb") as file:
        try:
            dynamic = ELFFile(file).get_section_by_name(".dynamic")
        except ELFError:
            return []
        return [tag.needed for tag in dynamic.iter_tags("DT_NEEDED")] if dynamic else []


def closure(files, libraries):
    """The libraries, found in the tree LIBRARIES, that these files need, directly or not, and the loader's name."""
    found, names = {}, [name for path in files for name in needed(path)] + OPENED_AT_RUN_TIME
    while names:
        name = names.pop()
        if name in found or name == pathlib.Path(LOADER).name:
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


def fetch(directory):
    """Fills DIRECTORY with what comes from Debian: kernel, its modules, and base.cpio.gz."""
    packages = debian.Packages(ARCHITECTURE)
    wanted = picks()
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
        write(directory / BASE, tree, libraries, directory / "modules/e1000.ko")


def write(output, tree, libraries, card):
    found = closure([path for path in tree.rglob("*") if path.is_file()], libraries)
    with cpio.Archive(output) as archive:
        for path in DIRECTORIES:
            archive.directory(path)
        archive.copy("lib/modules/e1000.ko", card)
        sshd_config = tree / "usr/share/openssh/sshd_config"
        for path in sorted(path for path in tree.rglob("*") if path.is_file() and path != sshd_config):
            archive.copy(str(path.relative_to(tree)), path)
        for name, path in sorted(found.items()):
            archive.copy(f"{LIBRARIES}/{name}", path)
        loader = next(path for path in libraries.rglob(pathlib.Path(LOADER).name) if path.is_file())
        archive.copy(LOADER, loader.resolve())
        archive.copy("etc/ssh/sshd_config", sshd_config)
        archive.link("bin/sh", "busybox")


def kept():
    """The directory with kernel and base.cpio.gz, made once."""
    wanted = (HERE / "packages").read_text() + pathlib.Path(__file__).read_text()
    return debian.kept("ssh", wanted, fetch)
