# SPDX-License-Identifier: GPL-2.0-or-later
"""What docs/hooks.md says, done: a program after each recording, copies with restic, jobs in a queue of Slurm's."""

import os
import re
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from documents import documented

from harness.baremetal import booted
from harness.machine import BUILD, ROOT, engine
from harness.process import until
from harness.slurm import Slurm

START, STOP = 1, 2
BOARD = ("x86_64", "pc", ["-m", "16"])
NAMES = ["bare_000", "bare_001"]
USUAL_SIGNALS = 0x7fffffff  # not those that glibc keeps for itself
DOCUMENT = (ROOT / "docs/hooks.md").read_text()


def script(word, directory):
    """The script in the document that calls this program, as a file."""
    (text,) = [text for text in re.findall(r"^```sh\n(.*?)^```$", DOCUMENT, re.MULTILINE | re.DOTALL) if word in text]
    path = directory / word
    path.write_text(text)
    path.chmod(0o755)
    return path


def run(line):
    """Runs a documented command; gives its output."""
    return subprocess.run(shlex.split(line), capture_output=True, text=True, check=True, timeout=300).stdout


@pytest.fixture
def tools(monkeypatch):
    """recctrl is installed, for the hooks and for us."""
    monkeypatch.setenv("PATH", f"{BUILD / 'bin'}:{os.environ['PATH']}")
    monkeypatch.setenv("RECCTRL_ENGINE", str(engine()))


@pytest.fixture
def open_directory():
    """One that everybody may look into, unlike pytest's own."""
    path = Path(tempfile.mkdtemp(prefix="recctrl-hooks-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


def record(guest):
    guest.expect(rb"^ready\r?\n")
    for name in NAMES:
        assert (guest.command("s"), guest.command("b") and guest.command("e")) == (START, STOP)
        guest.recorded(name)


def test_a_program_after_each_recording(tmp_path, monkeypatch):
    """It knows which, can read the manifest, has nothing of PANDA's, and the guest does not wait for it: the second
    recording is whole while the program still runs for the first."""
    monkeypatch.setenv("RECCTRL_STANDINS", "/nowhere")  # as recctrl tells the launcher alone
    hook, told, gate = tmp_path / "hook", tmp_path / "told", tmp_path / "gate"
    for name in NAMES:
        os.mkfifo(f"{gate}.{name}")
    hook.write_text(f"""#!/bin/sh
read go < {gate}.$RECCTRL_NAME
{{ echo "$RECCTRL_NAME" "$RECCTRL_DIR" "$RECCTRL_MANIFEST" ${{RECCTRL_STANDINS-}} $(ls /proc/self/fd)
  grep -c '"state": *"whole"' "$RECCTRL_MANIFEST"; grep -E 'Sig(Blk|Ign)' /proc/self/status; }} > {told}.$RECCTRL_NAME
exit 7
""")
    hook.chmod(0o755)
    with booted(*BOARD, f"on_record={hook}") as guest:
        record(guest)
        assert not list(tmp_path.glob("told.*"))
        for name in NAMES:
            Path(f"{gate}.{name}").write_text("go\n")
            guest.said(rb"^recctrl: on_record of %s: .*/hook ended with status 7$" % name.encode())
            manifest = guest.directory / f"{name}-rr.json"
            assert Path(f"{told}.{name}").read_text().split("\n")[:2] == \
                [f"{name} {guest.directory} {manifest} 0 1 2 3", "1"]
            for signals in re.findall(r"Sig\w+:\s+(\w+)", Path(f"{told}.{name}").read_text()):
                assert int(signals, 16) & USUAL_SIGNALS == 0


def test_packing(tools):
    """One line for each recording, among the plugin's own."""
    with booted(*BOARD, "pack=y") as guest:
        record(guest)
        for name in NAMES:
            guest.said(rb"^recctrl: packed %s$" % name.encode())
        assert guest.process.output.text().count("packed") == len(NAMES)
        assert sorted(path.name for path in guest.directory.glob("*-rr-snp*")) == [f"{name}-rr-snp.zst" for name in NAMES]


def test_a_store_that_restic_keeps(tools, tmp_path, monkeypatch):
    """Both recordings come back from it, one at a time, and replay."""
    (tmp_path / "password").write_text("secret\n")
    environment = {"RESTIC_REPOSITORY": str(tmp_path / "store"), "RESTIC_PASSWORD_FILE": str(tmp_path / "password"),
                   "RESTIC_CACHE_DIR": str(tmp_path / "cache")}
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    run(documented("docs/hooks.md", "restic init"))
    with booted(*BOARD, f"checksum=y,on_record={script('restic', tmp_path)}") as guest:
        record(guest)
        guest.quit()  # which waits for the hooks
        guest.ended = True
        assert "ended with status" not in guest.process.output.text()
    for name in NAMES:
        changed = {"hello_000": name, "/tmp/back": str(tmp_path / f"back-{name}")}
        run(documented("docs/hooks.md", "restic restore", changed))
        said = run(documented("docs/hooks.md", "recctrl verify", changed))
        assert said.startswith(f"{name}: replays, ") and "RAM and registers as recorded" in said


def test_a_queue_of_slurm(tools, open_directory, monkeypatch):
    """Each recording is replayed by a job of its own."""
    (open_directory / "slurm").mkdir()
    with Slurm(open_directory / "slurm") as slurm:
        for name, value in slurm.environment.items():
            monkeypatch.setenv(name, value)
        with booted(*BOARD, f"checksum=y,on_record={script('sbatch', open_directory)}") as guest:
            record(guest)
            for name in NAMES:
                check = guest.directory / f"{name}.check"
                until(lambda: check.exists() and check.read_text().endswith("\n"), f"for the job of {name}")
                assert check.read_text().startswith(f"{name}: replays, ")
                assert "RAM and registers as recorded" in check.read_text()
