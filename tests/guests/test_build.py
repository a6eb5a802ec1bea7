# SPDX-License-Identifier: GPL-2.0-or-later
"""The default guests, as files; that they boot is shown where guests are used."""
import gzip
import os
import pathlib
import re
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
GUESTS = sorted(path.parent.name for path in (ROOT / "guests").glob("*/guest"))
sys.path.insert(0, str(ROOT / "guests"))
import cpio  # pylint: disable=wrong-import-position
import debian  # pylint: disable=wrong-import-position


def entries(archive):
    """Reads a "newc" cpio, or several in a row, as the kernel does: {path: (mode, content)}."""
    found, at = {}, 0
    while archive[at:at + 6] == b"070701":
        field = [int(archive[at + 6 + 8 * i:at + 14 + 8 * i], 16) for i in range(13)]
        mode, size, name_size = field[1], field[6], field[11]
        name = archive[at + 110:at + 110 + name_size - 1].decode()
        start = (at + 110 + name_size + 3) // 4 * 4
        if name != "TRAILER!!!":
            found[name] = (mode, archive[start:start + size])
        at = (start + size + 3) // 4 * 4
    assert at == len(archive)
    return found


def test_an_archive_holds_what_was_put_in(tmp_path):
    tool = tmp_path / "tool"
    tool.write_bytes(b"12345")
    tool.chmod(0o700)
    for output in ("one", "two"):
        with cpio.Archive(tmp_path / output) as archive:
            archive.copy("/usr/bin/tool", tool)
            archive.content("usr/note", b"")
            archive.link("bin", "usr/bin")
    one = (tmp_path / "one").read_bytes()
    assert one == (tmp_path / "two").read_bytes()
    assert one[4:8] == bytes(4), "gzip's time stamp"
    assert entries(gzip.decompress(one)) == {
        "usr": (0o40755, b""), "usr/bin": (0o40755, b""), "usr/bin/tool": (0o100755, b"12345"),
        "usr/note": (0o100644, b""), "bin": (0o120777, b"usr/bin")}


@pytest.mark.parametrize("guest", GUESTS)
def test_a_guest_is_complete(guest):
    directory = ROOT / "build/guests" / guest
    arguments = (directory / "args").read_text().splitlines()
    for option in ("-kernel", "-initrd"):
        assert pathlib.Path(arguments[arguments.index(option) + 1]).is_file()
    assert "-no-reboot" in arguments
    found = entries(gzip.decompress((directory / "initrd").read_bytes()))
    assert found["init"] == (0o100755, (ROOT / "guests/init").read_bytes())
    assert found["bin/busybox"][0] == 0o100755
    utilities = re.search("^utilities=(.*)$", (ROOT / "guests" / guest / "guest").read_text(), re.MULTILINE)[1].split()
    for name, source in (pair.split(":") for pair in utilities):
        built = ROOT / "build/utils" / source
        assert (f"bin/{name}" in found) == built.exists()
        assert not built.exists() or found[f"bin/{name}"] == (0o100755, built.read_bytes())


def test_a_second_build_needs_no_network_and_no_apt(tmp_path):
    """The only programs left are none: whatever is not in the cache could not be had."""
    kernel = debian.cache() / "guests/x86_64/kernel"
    before = kernel.stat().st_mtime_ns
    subprocess.run([ROOT / "guests/build", "x86_64"], env={**os.environ, "PATH": str(tmp_path)}, check=True, timeout=60)
    assert kernel.stat().st_mtime_ns == before


def test_an_unknown_guest_is_refused_and_the_known_ones_are_named():
    result = subprocess.run([ROOT / "guests/build", "sparc"], capture_output=True, text=True, check=False, timeout=60)
    assert result.returncode == 1
    assert result.stderr == f'guests: there is no guest "sparc"; there are: {" ".join(GUESTS)}\n'


def test_only_debian_itself_is_asked_for_foreign_packages():
    sources = debian.debian_sources()
    assert sources
    assert all(source.endswith(" main\n") for source in sources)


def test_a_package_that_debian_does_not_have_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    packages = debian.Packages("armhf")
    packages.updated = True
    packages.state.joinpath("status").touch()
    packages.state.joinpath("sources.list").touch()
    with pytest.raises(debian.Refused, match="Debian has no package linux-image-none for armhf"):
        packages.download(["linux-image-none"])
