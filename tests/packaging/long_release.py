# SPDX-License-Identifier: GPL-2.0-or-later
"""The sources' tarball builds without git; what is built does not depend on where and when."""
import hashlib
import os
import subprocess

import pytest

from conftest import ROOT


def sums(directory):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(directory.glob("*.deb"))}


@pytest.fixture(scope="module")
def tarball(make):
    return ROOT / make("dist").splitlines()[-1]


def test_two_tarballs_are_the_same(make, tarball):
    first = tarball.read_bytes()
    tarball.unlink()
    make("dist")
    assert tarball.read_bytes() == first


def test_builds_without_git_and_the_same_anywhere(make, tarball, version, tmp_path):
    """Two builds, in folders with names of different lengths, of which one has no git and another time zone."""
    no_git = tmp_path / "bin"
    no_git.mkdir()
    (no_git / "git").write_text(f"#!/bin/sh\necho called >> {tmp_path}/called\nexit 127\n")
    (no_git / "git").chmod(0o755)
    built = []
    for folder, environment in (("a", {"PATH": f"{no_git}:{os.environ['PATH']}", "TZ": "Asia/Tokyo"}), ("longer/b", {})):
        (tmp_path / folder).mkdir(parents=True)
        subprocess.run(["tar", "-xf", tarball, "-C", tmp_path / folder], check=True)
        tree = tmp_path / folder / f"recctrl-{version}"
        make("-j2", "deb", directory=tree, **environment)
        built.append(sums(tree / "build/deb"))
    assert not (tmp_path / "called").exists()
    assert len(built[0]) == 6 and built[0] == built[1]
