# SPDX-License-Identifier: GPL-2.0-or-later
"""Each file includes only what its layer may know: the table of CONTRIBUTING.md."""
import pathlib
import re
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.MULTILINE)

# The first that a file's path begins with says what it may include. A path that ends in "/" is a folder with all below.
LAYERS = [
    ("include/", ["include/"]),
    ("utils/", ["utils/", "include/"]),
    ("examples/listener.c", ["plugin/recctrl_ppp.h"]),
    ("examples/", ["include/"]),
    ("common/", ["common/"]),
    ("clock/", ["clock/", "common/"]),
    ("manifest/", ["manifest/", "common/"]),
    ("transcript/", ["transcript/", "common/", "include/"]),
    ("plugin/decide/", ["plugin/decide/", "include/recctrl/abi.h"]),
    ("plugin/record/", ["plugin/record/", "plugin/decide/", "plugin/panda/engine.h", "plugin/*.h", "manifest/", "clock/", "common/",
                        "include/recctrl/abi.h"]),
    ("plugin/checksum/", ["plugin/panda/"]),
    ("plugin/replay/", ["plugin/panda/panda_api.h"]),
    ("plugin/transcript/", ["plugin/transcript/", "plugin/panda/panda_api.h", "plugin/panda/callbacks.h",
                            "plugin/panda/guest_memory.h", "plugin/targets/*.h",
                            "transcript/"]),
    ("plugin/targets/", ["plugin/targets/", "plugin/panda/arm/", "plugin/panda/supplement.h",
                         "plugin/panda/compare_exchange.h", "plugin/decide/request.h"]),
    ("plugin/panda/extra-plugins/", ["plugin/panda/panda_numbers.h"]),
    ("plugin/panda/", ["plugin/panda/", "plugin/targets/", "plugin/decide/request.h", "plugin/notice.h", "common/",
                       "manifest/manifest.h"]),
    ("plugin/", ["plugin/*.h", "plugin/record/*.h", "plugin/decide/", "plugin/panda/engine.h", "manifest/", "common/",
                 "include/recctrl/abi.h"]),
    ("host/", ["host/", "manifest/", "clock/", "transcript/", "common/"]),
]
# PANDA's headers, which only a file that is compiled in its source tree sees.
OUTSIDE = {"plugin/panda/extra-plugins/headers.c"}
# What includes a header as it is found where recctrl is installed.
INSTALLED = {"examples/listener.c": ["plugin"]}


def sources():
    output = subprocess.run(["git", "ls-files", "-z", "*.c", "*.h", "*.S", "*.cc"], cwd=ROOT, stdout=subprocess.PIPE, text=True,
                            check=True).stdout
    names = [name for name in output.split("\0") if name and (ROOT / name).is_file()]
    return [name for name in names if any(name.startswith(prefix) for prefix, _ in LAYERS)]


def resolve(name, included):
    """The file of ours that is meant, as the compiler finds it, or None."""
    folder = pathlib.PurePath(name).parent
    for base in (folder, pathlib.PurePath(), "include", name.split("/", maxsplit=1)[0], *INSTALLED.get(name, ())):
        path = (ROOT / base / included).resolve()
        if path.is_file() and path.is_relative_to(ROOT):
            return str(path.relative_to(ROOT))
    return None


def may_include(name, included):
    allowed = next(allowed for prefix, allowed in LAYERS if name.startswith(prefix))
    return any(included.startswith(rule) if rule.endswith("/") else pathlib.PurePath(included).match(rule)
               and included.count("/") == rule.count("/") for rule in allowed)


@pytest.mark.parametrize("name", sources())
def test_a_file_includes_what_its_layer_knows(name):
    for included in INCLUDE.findall((ROOT / name).read_text()):
        path = resolve(name, included)
        assert path or name in OUTSIDE, f'"{included}" is no file of ours'
        assert not path or may_include(name, path), f"{name} may not know {path}"


def test_the_table_names_what_is_there():
    for prefix, allowed in LAYERS:
        for rule in [prefix, *allowed]:
            assert list(ROOT.glob(rule.rstrip("/"))), rule
