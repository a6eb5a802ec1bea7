# SPDX-License-Identifier: GPL-2.0-or-later
"""Getting the engine: only the pinned wheel, whole or not at all, and once."""
import hashlib
import os
import pathlib
import shutil
import subprocess
import zipfile

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Checkout:
    """A copy of engine/ whose pin names a small wheel of our own, with a cache of its own and no network."""

    def __init__(self, directory, library):
        self.cache = directory / "cache"
        self.engines = self.cache / "recctrl/engine"
        self.wheel = directory / "pandare-9.9-py3-none-any.whl"
        self.code = directory / "engine"
        self.code.mkdir()
        for name in ("get", "standins.py"):
            shutil.copy(ROOT / "engine" / name, self.code)
        with zipfile.ZipFile(self.wheel, "w") as wheel:
            wheel.write(library, "pandare/data/ppc-softmmu/libpanda-ppc.so")
            wheel.writestr("pandare/data/ppc-softmmu/llvm-helpers.bc1", "bitcode")
            wheel.writestr("pandare/data/ppc-softmmu/panda/plugins/panda_x.so", "plugin")
            wheel.writestr("pandare/data/pc-bios/bios.bin", "firmware")
            wheel.writestr("pandare/data/pypanda/include/x.h", "header")
            wheel.writestr("pandare/panda.py", "python")
        self.pin(hashlib.sha256(self.wheel.read_bytes()).hexdigest())

    def pin(self, digest):
        (self.code / "pin").write_text(f"# a comment\npackage=pandare\nversion=9.9\nsha256={digest}\n")

    def get(self, *arguments):
        environment = {**os.environ, "XDG_CACHE_HOME": str(self.cache), "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": ""}
        return subprocess.run([self.code / "get", *arguments], env=environment, capture_output=True, text=True,
                              check=False, timeout=120)

    def leftovers(self):
        return sorted(path.name for path in self.engines.iterdir() if path.name != ".lock")


@pytest.fixture
def checkout(tmp_path, engine):
    return Checkout(tmp_path, engine / "ppc-softmmu/libpanda-ppc.so")


def test_unpacks_what_is_used_and_prints_where(checkout):
    result = checkout.get("--wheel", checkout.wheel)
    assert result.returncode == 0, result.stderr
    assert result.stdout == f"{checkout.engines / '9.9'}\n"
    assert checkout.leftovers() == ["9.9"]
    tree = checkout.engines / "9.9"
    files = sorted(str(path.relative_to(tree)) for path in tree.rglob("*") if path.is_file() and "standins" not in path.parts)
    assert files == ["pc-bios/bios.bin", "ppc-softmmu/libpanda-ppc.so", "ppc-softmmu/panda/plugins/panda_x.so",
                     "pypanda/include/x.h", "python/pandare/panda.py"]
    assert (tree / "python/pandare/data").resolve() == tree
    assert (tree / "standins/libLLVM-11.so.1").exists()


def test_a_second_run_changes_nothing_and_needs_no_network(checkout):
    checkout.get("--wheel", checkout.wheel)
    before = {path: path.stat().st_mtime_ns for path in checkout.engines.rglob("*") if path.is_file()}
    result = checkout.get()
    assert (result.returncode, result.stderr) == (0, "")
    del before[checkout.engines / ".lock"]
    assert before == {path: path.stat().st_mtime_ns for path in before}


def test_an_engine_without_the_python_part_gets_it(checkout):
    checkout.get("--wheel", checkout.wheel)
    shutil.rmtree(checkout.engines / "9.9/python")
    before = (checkout.engines / "9.9/ppc-softmmu/libpanda-ppc.so").stat().st_ino
    result = checkout.get("--wheel", checkout.wheel)
    assert result.returncode == 0, result.stderr
    assert checkout.leftovers() == ["9.9"]
    assert (checkout.engines / "9.9/python/pandare/panda.py").read_text() == "python"
    assert (checkout.engines / "9.9/ppc-softmmu/libpanda-ppc.so").stat().st_ino == before


def test_a_corrupted_wheel_is_refused(checkout):
    content = bytearray(checkout.wheel.read_bytes())
    content[len(content) // 2] ^= 1
    checkout.wheel.write_bytes(content)
    result = checkout.get("--wheel", checkout.wheel)
    assert result.returncode == 1
    assert hashlib.sha256(content).hexdigest() in result.stderr
    assert "nothing was unpacked" in result.stderr
    assert checkout.leftovers() == []


def test_a_wheel_that_ends_early_is_never_taken_for_an_engine(checkout):
    content = checkout.wheel.read_bytes()[:-2000]
    checkout.wheel.write_bytes(content)
    checkout.pin(hashlib.sha256(content).hexdigest())
    result = checkout.get("--wheel", checkout.wheel)
    assert result.returncode == 1
    assert result.stderr.endswith("engine: File is not a zip file\n")
    assert checkout.leftovers() == []


def test_what_a_killed_run_left_is_removed(checkout):
    (checkout.engines / ".partial-killed/engine/ppc-softmmu").mkdir(parents=True)
    assert checkout.get("--wheel", checkout.wheel).returncode == 0
    assert checkout.leftovers() == ["9.9"]


def test_without_network_the_reason_is_said(checkout):
    result = checkout.get()
    assert result.returncode == 1
    assert "pip could not download pandare==9.9" in result.stderr
    assert checkout.leftovers() == []
