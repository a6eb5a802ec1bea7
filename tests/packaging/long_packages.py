# SPDX-License-Identifier: GPL-2.0-or-later
"""The Debian packages: lintian, and each installed into a clean system, used, and purged without a trace.

Those of this machine's CPU are installed by dpkg; of the others the programs run under qemu.
"""
import os
import pathlib
import platform
import re
import subprocess

import pexpect
import pytest

import chroot
from conftest import ROOT

ARCHITECTURES = sorted(path.name for path in (ROOT / "packaging/arch").iterdir())
INSTALLED_HERE = {"x86_64": ("amd64", "i386")}.get(platform.machine(), ())
QEMU = {"arm64": "aarch64", "armel": "arm", "armhf": "arm"}
ABSENT = "recctrlu: no recctrl in this machine\n"

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root can install packages into a system of its own")


@pytest.fixture(scope="session")
def debs(make, version):
    make("-j2", "deb")
    found = {path.name: path for path in (ROOT / "build/deb").glob("*.deb")}
    assert sorted(found) == sorted([f"recctrl_{version}_amd64.deb",
                                    *(f"recctrl-guest_{version}_{name}.deb" for name in ARCHITECTURES)])
    return found


@pytest.fixture
def system(tmp_path):
    """system(DEB): a clean system with what the package depends on, and the package."""

    def make(deb):
        directory = tmp_path / "system"
        directory.mkdir()
        return chroot.Chroot(directory, chroot.field(deb, "Architecture"), chroot.dependencies(deb))

    yield make
    subprocess.run(["rm", "-rf", "--one-file-system", tmp_path / "system"], check=True)


def test_lintian_finds_nothing(debs):
    result = subprocess.run(["lintian", "--allow-root", "--display-info", "--fail-on", "error,warning,info",
                             *debs.values()], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout) == (0, ""), result.stdout + result.stderr


def test_the_host_package(debs, version, system):
    deb = debs[f"recctrl_{version}_amd64.deb"]
    host = system(deb)
    before = host.content()
    host.install(deb)
    host("mkdir", "/recordings")

    assert "Commands:" in host("recctrl", "--help").stdout
    assert host("recctrl", "ls", "--dir", "/recordings").stdout.count("\n") <= 1
    pages = {path.name for path in (host.root / "usr/share/man/man1").iterdir()}
    for command in re.findall(r"^  (\w+) ", host("recctrl", "--help").stdout, re.MULTILINE):
        assert f"recctrl-{command}.1.gz" in pages
    missing = host("recctrl", "vm", "--dir", "/recordings", status=1).stderr
    assert missing.count("\n") == 1 and '"recctrl engine" gets it' in missing
    assert "install python3-pyelftools" in host("recctrl", "engine", status=1).stderr

    host("rmdir", "/recordings")
    host("dpkg", "--purge", "recctrl")
    assert host.content() == before


def test_the_host_package_records_and_replays(debs, version, system, tmp_path):
    """With the engine that this machine has, and the libraries that the package recommends for it."""
    deb = debs[f"recctrl_{version}_amd64.deb"]
    engine = subprocess.run([ROOT / "engine/get", "--print-directory"], stdout=subprocess.PIPE, text=True,
                            check=True).stdout.strip()
    guest = tmp_path / "guest"
    guest.mkdir()
    built = ROOT / "build/guests/x86_64"
    for name in ("kernel", "initrd"):
        (guest / name).write_bytes((built / name).read_bytes())
    (guest / "args").write_text((built / "args").read_text().replace(str(built), "/guest"))
    libraries = [name for name in re.findall(r"[^\s,]+", chroot.field(deb, "Recommends")) if name.startswith("lib")]
    root = tmp_path / "system"
    root.mkdir()
    host = chroot.Chroot(root, "amd64", sorted([*chroot.dependencies(deb), *libraries]))
    host.install(deb)
    host("mkdir", "/recordings")
    binds = [(engine, "/engine"), (guest, "/guest")]
    line = host.command("recctrl", "vm", "--engine", "/engine", "--guest", "/guest", "--dir", "/recordings",
                        "--checksum", binds=binds)
    console = pexpect.spawn(line[0], line[1:], encoding="utf-8", timeout=120)
    try:
        console.expect_exact("guest# ")
        console.sendline("recctrlu run hello -- uname -a")
        console.expect_exact("guest# ")
        console.sendline("poweroff -f")
        console.expect(pexpect.EOF)
    finally:
        console.close(force=True)
    assert "hello_000" in host("recctrl", "ls", "--dir", "/recordings").stdout
    host("recctrl", "verify", "--engine", "/engine", "--dir", "/recordings", "latest", binds=binds)
    subprocess.run(["rm", "-rf", "--one-file-system", root], check=True)


@pytest.mark.parametrize("architecture", INSTALLED_HERE)
def test_the_guest_package(debs, version, system, architecture):
    deb = debs[f"recctrl-guest_{version}_{architecture}.deb"]
    guest = system(deb)
    before = guest.content()
    session = guest.root / "etc/pam.d/common-session"
    guest.install(deb)

    assert guest("recctrlu", "check", status=69).stderr == ABSENT
    for page in ("man1/recctrlu.1.gz", "man7/recctrl.7.gz", "man8/pam_recctrl.8.gz"):
        assert (guest.root / "usr/share/man" / page).exists()
    assert "recctrl" not in session.read_text(), "the module is off until somebody turns it on"
    guest("pam-auth-update", "--enable", "recctrl")
    assert re.search(r"^session\s+optional\s+pam_recctrl.so", session.read_text(), re.MULTILINE)
    login = ("su", "-s", "/bin/sh", "-c", "echo in", "nobody")
    assert guest(*login).stdout == "in\n"
    session.write_text(session.read_text().replace("pam_recctrl.so", "pam_recctrl.so name=%u"))
    guest.install(deb)
    assert "pam_recctrl.so name=%u" in session.read_text(), "an administrator's options stay"
    enabled = session.read_text()
    session.write_text(re.sub(r"optional(\s+pam_recctrl.so)", r"required\1 required", enabled))
    assert guest(*login, status=1).stdout == "", "without a recctrl in this machine the module refuses"
    session.write_text(enabled)

    guest("dpkg", "--purge", "recctrl-guest")
    assert guest.content() == before


@pytest.mark.parametrize("architecture", [name for name in ARCHITECTURES if name not in INSTALLED_HERE])
def test_the_guest_package_of_another_cpu(debs, version, architecture, tmp_path):
    deb = debs[f"recctrl-guest_{version}_{architecture}.deb"]
    subprocess.run(["dpkg-deb", "-x", deb, tmp_path], check=True)
    result = subprocess.run([f"qemu-{QEMU[architecture]}-static", tmp_path / "usr/bin/recctrlu", "check"],
                            capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (69, ABSENT)
    needed = {name.split()[0] for name in chroot.field(deb, "Depends").split(",")}
    assert {"libc6", "libpam0g", "libpam-runtime"} <= needed
    assert len(list(pathlib.Path(tmp_path).glob("lib/*/security/pam_recctrl.so"))) == 1
