# SPDX-License-Identifier: GPL-2.0-or-later
"""The launcher: what it refuses, and that it finds its way in each layout of a PANDA."""
import os
import subprocess

import pytest


@pytest.fixture
def launch(launcher):
    def run(*arguments, **options):
        return subprocess.run([launcher, *arguments], capture_output=True, text=True, check=False, timeout=60, **options)
    return run


@pytest.mark.parametrize("arguments, named", [
    ([], "--engine is missing"),
    (["--engine", "/"], "--target is missing"),
    (["--target", "arm"], "--engine is missing"),
    (["--bogus"], "unrecognized option '--bogus'"),
    (["--engine"], "requires an argument"),
])
def test_wrong_usage(launch, arguments, named):
    result = launch(*arguments)
    assert result.returncode == 2
    assert named in result.stderr
    assert "usage: recctrl-panda" in result.stderr


def test_help(launch):
    result = launch("--help")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("usage: recctrl-panda")


def test_engine_is_missing(launch, tmp_path):
    result = launch("--engine", tmp_path / "none", "--target", "arm")
    assert result.returncode == 1
    assert result.stderr == f"recctrl-panda: engine {tmp_path}/none: No such file or directory\n"


def test_engine_holds_no_panda(launch, tmp_path):
    result = launch("--engine", tmp_path, "--target", "arm")
    assert result.returncode == 1
    assert result.stderr.startswith(f"recctrl-panda: engine {tmp_path} holds no PANDA: ")


def test_target_is_missing(launch, engine):
    result = launch("--engine", engine, "--target", "sparc")
    assert result.returncode == 1
    assert result.stderr == (f'recctrl-panda: engine {engine} has no target "sparc"; it has: '
                             "aarch64 arm i386 mips mips64 mipsel ppc x86_64\n")


@pytest.mark.parametrize("target", ["", "../x86_64", "x86_64/", "%s", "x*"])
def test_no_name_of_a_target(launch, engine, target):
    result = launch("--engine", engine, "--target", target)
    assert result.returncode == 1
    assert result.stderr == f'recctrl-panda: "{target}" is not the name of a target\n'


def test_library_is_missing(launch, engine, tmp_path):
    """An engine without stand-ins, on a host that lacks what it was linked with."""
    (tmp_path / "arm-softmmu").symlink_to(engine / "arm-softmmu")
    result = launch("--engine", tmp_path, "--target", "arm", "--", "-version")
    assert result.returncode == 1
    assert "cannot open shared object file" in result.stderr
    assert "engine/standins.py" in result.stderr


def test_library_is_no_library(launch, tmp_path):
    (tmp_path / "arm-softmmu").mkdir()
    (tmp_path / "arm-softmmu/libpanda-arm.so").write_text("nothing of the kind")
    result = launch("--engine", tmp_path, "--target", "arm")
    assert result.returncode == 1
    assert f"{tmp_path}/arm-softmmu/libpanda-arm.so: " in result.stderr


def wheel_layout(root, engine):
    data = root / "pandare/data"
    data.mkdir(parents=True)
    (data / "i386-softmmu").symlink_to(engine / "i386-softmmu")
    (data / "pc-bios").symlink_to(engine / "pc-bios")
    return data / "pc-bios"


def build_tree_layout(root, engine):
    (root / "i386-softmmu").symlink_to(engine / "i386-softmmu")
    (root / "pc-bios").symlink_to(engine / "pc-bios")
    return root / "pc-bios"


def source_tree_layout(root, engine):
    (root / "build").mkdir()
    return build_tree_layout(root / "build", engine)


def prefix_layout(root, engine):
    (root / "bin").mkdir()
    (root / "share").mkdir()
    (root / "bin/libpanda-i386.so").symlink_to(engine / "i386-softmmu/libpanda-i386.so")
    (root / "share/panda").symlink_to(engine / "pc-bios")
    return root / "share/panda"


@pytest.mark.parametrize("layout", [wheel_layout, build_tree_layout, source_tree_layout, prefix_layout])
def test_firmware_and_library_are_found(launch, engine, tmp_path, layout):
    firmware = layout(tmp_path, engine)
    (tmp_path / "standins").symlink_to(engine / "standins")
    result = launch("--engine", tmp_path, "--target", "i386", "--", "-L", "help")
    assert result.returncode == 0, result.stderr
    assert str(firmware) in result.stdout.splitlines()


def test_the_engines_own_plugins_are_found(launch, engine, tmp_path):
    """The machine is never started: its monitor is told to quit."""
    environment = {name: value for name, value in os.environ.items() if name != "PANDA_DIR"}
    result = launch("--engine", engine, "--target", "i386", "--", "-S", "-net", "none", "-display", "none",
                    "-monitor", "stdio", "-panda", "stringsearch:str=x", input="quit\n", env=environment, cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert "PANDA[core]:initializing stringsearch" in result.stderr


def test_standins_of_another_engine_serve(launch, engine, tmp_path):
    """An unpacked wheel has none of its own; recctrl says where those of the pinned engine are."""
    (tmp_path / "x86_64-softmmu").symlink_to(engine / "x86_64-softmmu")
    arguments = ["--engine", str(tmp_path), "--target", "x86_64", "--", "-version"]
    clean = {name: value for name, value in os.environ.items() if name != "RECCTRL_STANDINS"}
    without = launch(*arguments, env=clean)
    assert without.returncode == 1
    assert "needs a library that is not here" in without.stderr
    borrowed = launch(*arguments, env={**clean, "RECCTRL_STANDINS": str(engine / "standins")})
    assert borrowed.returncode == 0, borrowed.stderr
    assert "QEMU emulator version" in borrowed.stdout


def test_children_see_no_standins(launch, engine, tmp_path):
    """A program that PANDA starts finds the real libraries: no search path leaks to it. This one ends PANDA."""
    result = launch("--engine", engine, "--target", "i386", "--", "-net", "none", "-display", "none",
                    "-incoming", "exec:env > seen; kill $PPID", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    seen = (tmp_path / "seen").read_text()
    assert "PATH=" in seen
    assert "LD_LIBRARY_PATH" not in seen
    assert "LD_PRELOAD" not in seen


def test_exit_status_is_pandas(launch, engine):
    result = launch("--engine", engine, "--target", "i386", "--", "-M", "no-such-machine")
    assert result.returncode == 1
    assert "no-such-machine" in result.stderr
