# SPDX-License-Identifier: GPL-2.0-or-later
"""The plugins built in a source tree of PANDA, both ways, and a PANDA that they don't know. The tree is a made-up one: no
registry has PANDA's; docs/engines.md says when it was done with the real one."""
import os
import re
import subprocess

import pytest

from panda_tree import ROOT, make_tree

CLEAN = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
PLUGINS = ROOT / "plugin/panda/extra-plugins/panda/plugins"


def make(*arguments, directory=ROOT):
    return subprocess.run(["make", "--no-print-directory", *map(str, arguments)], cwd=directory, env=CLEAN, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300, check=False)


def in_tree(build, plugin):
    """As PANDA's own make builds a plugin of --extra-plugins-path."""
    return make("-f", build.parent.parent / "panda/plugins/panda.mak", "-f", PLUGINS / plugin / "Makefile",
                f"PLUGIN_SRC_ROOT={PLUGINS}", f"PLUGIN_NAME={plugin}", f"EXTRA_PLUGINS_PATH={PLUGINS.parent.parent}", "all",
                directory=build)


def symbols(plugin):
    """What it exports and what it wants, but for the C library's functions, which other options make others of."""
    output = subprocess.run(["nm", "-D", plugin], stdout=subprocess.PIPE, text=True, check=True).stdout
    return {tuple(line.split()[-2:]) for line in output.splitlines() if "@GLIBC" not in line}


def test_both_ways_make_the_same_plugin(tmp_path):
    build = make_tree(tmp_path / "panda", "x86_64")
    result = make("plugin", f"PANDA_SRC={tmp_path}/panda", f"PANDA_BUILD={build.parent}", f"PLUGIN_DIR={tmp_path}/out")
    assert result.returncode == 0, result.stdout
    assert "there is no recctrl_replay for target x86_64" in result.stdout
    assert [path.name for path in build.iterdir()] == ["config-target.mak"]
    assert in_tree(build, "recctrl").returncode == 0
    made = ROOT / "build/plugins/x86_64-softmmu/panda/plugins/panda_recctrl.so"
    for plugin in (tmp_path / "out/x86_64-softmmu/panda/plugins/panda_recctrl.so", build / "panda/plugins/panda_recctrl.so"):
        assert symbols(plugin) == symbols(made)
    assert sorted(path.name for path in (tmp_path / "out/x86_64-softmmu/panda/plugins").iterdir()) == [
        "panda_recctrl.so", "panda_recctrl_checksum.so", "panda_recctrl_transcript.so"]


def test_no_declaration_is_left_out():
    """Trampolines are compared at load, by their addresses; of the rest PANDA's headers have no declaration."""
    api = re.sub(r"/\*.*?\*/", "", (ROOT / "plugin/panda/panda_api.h").read_text(), flags=re.DOTALL)
    compared = (ROOT / "plugin/panda/extra-plugins/headers.c").read_text()
    declared = re.findall(r"^(?=\w)(?!typedef)(?:extern |_Noreturn )*[\w *]*?\b(\w+)(?:\(.*|\[\])?;", api, re.MULTILINE)
    assert len(declared) > 50
    rest = {name for name in declared if not re.search(rf"\b{name}\b", compared)}
    assert {name for name in rest if not name.startswith("panda_cb_trampoline_")} == {
        "cpus", "panda_current_interrupt_request", "set_rr_snapshot", "unset_rr_snapshot"}


def test_each_folder_that_panda_is_told_of_is_a_plugin():
    lines = (PLUGINS / "config.panda").read_text().splitlines()
    assert sorted(line for line in lines if not line.startswith("#")) == sorted(
        path.name for path in PLUGINS.iterdir() if path.is_dir())


@pytest.mark.parametrize("change, named", [
    ({"PANDA_CB_MONITOR": 24}, "PANDA_CB_MONITOR is another number in this PANDA"),
    ({"RUN_STATE_PAUSED": 5}, "RUN_STATE_PAUSED is another number in this PANDA"),
])
def test_another_number_stops_the_build(tmp_path, change, named):
    build = make_tree(tmp_path / "panda", "x86_64", **change)
    result = in_tree(build, "recctrl_checksum")
    assert result.returncode != 0 and named in result.stdout
    assert not list(build.rglob("*.so"))


@pytest.mark.parametrize("before, after, named", [
    ("void monitor_printf", "int monitor_printf", "conflicting types for"),
    ("char a[480]", "char a[488]", "CPUState.env_ptr is elsewhere in this PANDA"),
])
def test_another_declaration_stops_the_build(tmp_path, before, after, named):
    build = make_tree(tmp_path / "panda", "x86_64")
    for header in tmp_path.rglob("*.h"):
        header.write_text(header.read_text().replace(before, after))
    result = in_tree(build, "recctrl_checksum")
    assert result.returncode != 0 and named in result.stdout


def test_pandas_own_recctrl_is_in_the_way(tmp_path):
    build = make_tree(tmp_path / "panda", "x86_64")
    (tmp_path / "panda/panda/plugins/config.panda").write_text("osi\nrecctrl\n")
    result = in_tree(build, "recctrl")
    assert result.returncode != 0
    assert "config.panda names PANDA's own recctrl, which this one replaces: delete that line" in result.stdout


def test_a_target_without_plugin_is_left_out(tmp_path):
    build = make_tree(tmp_path / "panda", "sparc")
    result = in_tree(build, "recctrl")
    assert result.returncode == 0
    assert result.stdout == "recctrl: there is no recctrl for target sparc\n"


@pytest.mark.parametrize("arguments, named", [
    ([], "usage: make plugin PANDA_SRC=DIRECTORY"),
    (["PANDA_SRC=/nowhere"], "PANDA_SRC=/nowhere is no source tree of PANDA"),
    (["PANDA_SRC={tree}", "PANDA_BUILD=/nowhere"], "PANDA_BUILD=/nowhere is no build folder of PANDA"),
])
def test_wrong_directories(tmp_path, arguments, named):
    make_tree(tmp_path / "panda", "x86_64")
    result = make("plugin", *(argument.format(tree=tmp_path / "panda") for argument in arguments))
    assert result.returncode == 2 and named in result.stdout
