# SPDX-License-Identifier: GPL-2.0-or-later
"""The examples, each run in a guest: what it says, that its recording replays, and that it works without the plugin."""

import subprocess
import sys
from pathlib import Path

import pytest

from harness.machine import BUILD, ROOT, linux

# What each one prints; recorded or not goes in the middle.
EXAMPLES = {
    "c": ("section-c", "the sum is 333338333350000, {}\n"),
    "cplusplus": ("section-cplusplus", "working, {}\nit failed: seven\n"),
    "python": ("python3 /root/recctrl.py", "the sum is 332833500, {}\n"),
}
SHELL_SUM = "a1633ac8dd529995ee2b84872e91c9a0  -\n"
ABSENT = "no recctrl in this machine"

# Python's files, as they are found in a process that has run the example.
LIST_FILES = """
import runpy, sys
runpy.run_path(sys.argv[1], run_name="__main__")
files = {line.split()[-1] for line in open("/proc/self/maps") if line.split()[-1].startswith(("/usr/", "/lib"))}
files |= {module.__file__ for module in sys.modules.values() if getattr(module, "__file__", None)}
print("FILES", *sorted(files), sep="\\n")
"""


def python_files():
    """The host's Python, as far as the example needs it: {path in the guest: file}."""
    example = ROOT / "examples/recctrl.py"
    output = subprocess.run([sys.executable, "-I", "-c", LIST_FILES, example], stdout=subprocess.PIPE, text=True,
                            check=True).stdout
    found = [Path(path) for path in output.partition("FILES\n")[2].splitlines() if path != str(example)]
    libraries = [path for path in found if ".so." in path.name]
    files = {str(path): path for path in found if path not in libraries}
    # Under the names by which a program asks for them, which are links.
    files |= {str(link): path for path in libraries for link in path.parent.glob("*.so.*") if link.resolve() == path}
    loader = next(path for path in libraries if path.name.startswith("ld-linux"))
    return files | {"/lib64/ld-linux-x86-64.so.2": loader, "/usr/bin/python3": sys.executable,
                    "/root/recctrl.py": example}


@pytest.fixture(scope="module")
def target():
    return "x86_64"


@pytest.fixture(scope="module")
def machine(target, directory):
    files = {name: BUILD / "examples" / name for name in ("section-c", "section-cplusplus")}
    return linux(target, files | python_files() | {"section.sh": ROOT / "examples/section.sh"}, directory)


@pytest.fixture(scope="module")
def guest(boot):
    guest = boot("checksum=y")
    guest.check("export PATH=$PATH:/usr/bin")
    return guest


def same_at_the_end(recording):
    result = recording.replay()
    assert result.completed, result.output
    assert result.state() == recording.state()


@pytest.mark.parametrize("language", EXAMPLES)
def test_a_program_records_a_part_of_itself(guest, language):
    command, text = EXAMPLES[language]
    before = set(guest.recordings())
    assert guest.run(command) == (text.format("recorded"), 0)
    (name,) = set(guest.recordings()) - before
    assert name.startswith(f"section-{language}_")
    recording = guest.recorded(name)
    same_at_the_end(recording)


def test_a_program_leaves_a_recording_alone_that_it_did_not_begin(guest):
    guest.check("recctrlu start other")
    for command, text in EXAMPLES.values():
        assert "recorded" not in guest.check(command)
        assert "recording: on" in guest.check("recctrlu status")
    assert guest.run("recctrlu stop") == ("Success. Stopped recording.\n", 0)


def test_a_script_records_a_part_of_itself(guest):
    before = set(guest.recordings())
    output = guest.check("section.sh")
    assert SHELL_SUM in output and "Success. Stopped recording.\n" in output
    (name,) = set(guest.recordings()) - before
    recording = guest.recorded(name)
    assert recording.manifest()["note"] == "of section.sh"
    same_at_the_end(recording)


def test_without_the_plugin_they_only_work(boot):
    guest = boot(None)
    guest.check("export PATH=$PATH:/usr/bin")
    for command, text in EXAMPLES.values():
        assert guest.run(command) == (text.format(ABSENT), 0)
    assert SHELL_SUM in guest.run("section.sh")[0]
