# SPDX-License-Identifier: GPL-2.0-or-later
"""plugin/panda/panda_numbers.h says what PANDA's own headers say, as PyPI has them: with the pinned engine, and of a later
PANDA, whose wheel has no engine but the same interface for Python."""
import hashlib
import os
import pathlib
import re
import subprocess
import sys
import zipfile

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
LATER = ("1.8.85", "e5a29834f854729a394ce0f701c1386fa12b7b7bc07dfd95290c5ce7a4152623")
TARGETS = {"x86_64": 64, "i386": 32, "arm": 32, "aarch64": 64, "mips": 32, "mipsel": 32, "mips64": 64, "ppc": 32}
# Not in the interface for Python; headers.c has the compiler compare them in a source tree.
ELSEWHERE = {"RUN_STATE_PAUSED", "RR_CALLSITE_MAIN_LOOP_WAIT", "CPU_DUMP_FPU"}
STRUCTURES_ELSEWHERE = {"rr_control_t", "RR_MapList", "VirtioBusClass", "GlobalProperty"}


def stated(macro):
    text = (ROOT / "plugin/panda/panda_numbers.h").read_text()
    return [line.split(", ") for line in re.findall(rf"^{macro}\((.*)\)$", text, re.MULTILINE)]


def later_wheel():
    version, digest = LATER
    cache = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "recctrl/downloads"
    wheel = cache / f"pandare-{version}-py3-none-any.whl"
    if not wheel.exists():
        cache.mkdir(parents=True, exist_ok=True)
        subprocess.run([sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "download", "--no-deps",
                        "--no-cache-dir", "--only-binary", ":all:", "--dest", cache, f"pandare=={version}"], check=True)
    assert hashlib.sha256(wheel.read_bytes()).hexdigest() == digest
    return zipfile.ZipFile(wheel)


def interface(generation, target, engine):
    """cffi's view of PANDA's headers for this target."""
    name = f"autogen/panda_{target}_{TARGETS[target]}.py"
    if generation == "2021":
        source = (engine / "python/pandare" / name).read_text()
    else:
        with later_wheel() as wheel:
            source = wheel.read(f"pandare/{name}").decode()
    module = {}
    exec(compile(source, name, "exec"), module)  # pylint: disable=exec-used
    return module["ffi"]


def value(ffi, name):
    for type_name in ("panda_cb_type", "RR_mode"):
        names = {text: number for number, text in ffi.typeof(type_name).elements.items()}
        if name in names:
            return names[name]
    raise KeyError(name)


@pytest.fixture(params=[(generation, target) for generation in ("2021", "later") for target in TARGETS],
                ids=lambda param: " ".join(param))
def ffi(request, engine):
    if not (engine / "python").exists():
        pytest.skip("this ENGINE has no pandare; the pinned one has")
    return interface(*request.param, engine)


def test_numbers(ffi):
    assert {name for name, _ in stated("NUMBER")} > ELSEWHERE
    for name, number in stated("NUMBER"):
        if name not in ELSEWHERE:
            assert value(ffi, name) == int(number, 0), name


def test_offsets(ffi):
    assert len(stated("OFFSET")) > 2
    for structure, field, offset in stated("OFFSET"):
        if structure not in STRUCTURES_ELSEWHERE:
            assert ffi.offsetof(structure, field) == int(offset), (structure, field)


def test_the_generations_differ_where_the_plugin_looks(engine):
    """A trampoline tells the number of this callback: it is not the same in both."""
    assert value(interface("2021", "arm", engine), "PANDA_CB_MAIN_LOOP_WAIT") == 42
    assert value(interface("later", "arm", engine), "PANDA_CB_MAIN_LOOP_WAIT") == 43
