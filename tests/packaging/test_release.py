# SPDX-License-Identifier: GPL-2.0-or-later
"""The sources' tarball."""
import re
import subprocess
import tarfile

from conftest import ROOT


def test_it_holds_what_is_committed_and_its_date(make, version):
    names = {f"recctrl-{version}/{name}" for name in subprocess.run(
        ["git", "ls-tree", "-r", "--name-only", "HEAD"], cwd=ROOT, stdout=subprocess.PIPE, text=True,
        check=True).stdout.splitlines()}
    date = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout
    with tarfile.open(ROOT / make("dist").splitlines()[-1]) as archive:
        assert {member.name for member in archive if not member.isdir()} == names
        assert {member.uid for member in archive} == {0}
        release = archive.extractfile(f"recctrl-{version}/packaging/release").read().decode()
    assert re.search(r"^date=(\d+)$", release, re.MULTILINE)[1] == date.strip()
