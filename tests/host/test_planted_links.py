# SPDX-License-Identifier: GPL-2.0-or-later
"""Symbolic links that somebody has put into a directory of recordings: no command reads, writes or deletes what they
point at."""
import pytest
import recordings
from streams import terminal

SUFFIXES = ["-rr-snp", "-rr-nondet.log", "-rr.json", "-rr-snp.zst", "-rr-nondet.log.zst", ".rr2", "-rr-clock",
            "-rr-transcript"]
COMMANDS = {
    "ls": (), "info": ("x",), "verify": ("x",), "replay": ("x",), "pack": ("x",), "unpack": ("x",), "repair": ("x",),
    "report": ("--replay",), "prune": ("--older-than", "1d"), "rm": ("x",), "cast": ("x",), "cat": ("x",),
    "play": ("x",), "grep": ("seen",),
}


@pytest.fixture
def victim(tmp_path_factory):
    """A file elsewhere, alone in its directory."""
    path = tmp_path_factory.mktemp("elsewhere") / "victim"
    path.write_bytes(b"precious" * 100)
    return path


def state(path):
    status = path.stat()
    return (path.read_bytes(), status.st_mtime_ns, status.st_mode, status.st_nlink, list(path.parent.iterdir()))


def run(recctrl, command):
    """Any exit status will do but that of a crash."""
    try:
        return recctrl(command, *COMMANDS[command])
    except AssertionError as problem:
        assert str(problem).startswith("status 1:"), problem
        return None


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_link_in_the_place_of_each_file(recctrl, player, victim, tmp_path, suffix, command):
    player.recording(terminal(b"seen\r\n"))
    planted = tmp_path / f"x{suffix}"
    if planted.exists():
        victim.write_bytes(planted.read_bytes())  # so that nothing but the link is wrong
        planted.unlink()
    planted.symlink_to(victim)
    before = state(victim)
    result = run(recctrl, command)
    assert state(victim) == before
    if suffix in SUFFIXES[:2] and command == "pack":
        assert result is None  # it would have read the file elsewhere


@pytest.mark.parametrize("command", COMMANDS)
def test_links_to_nowhere(recctrl, player, victim, tmp_path, command):
    """Nothing is made where they point."""
    player.recording(terminal(b"seen\r\n"), clock=None)
    for suffix in ("-rr-snp.zst", "-rr-nondet.log.zst", ".rr2", "-rr-clock", "-rr-transcript", ".cast", ".output"):
        (tmp_path / f"x{suffix}").symlink_to(victim.parent / f"new{suffix}")
    before = state(victim)
    run(recctrl, command)
    assert state(victim) == before


def test_a_manifest_that_is_a_link_is_not_believed(recctrl, tmp_path):
    recordings.Recording(tmp_path, "real").write_manifest(note="of another")
    recordings.Recording(tmp_path, "x")
    (tmp_path / "x-rr.json").symlink_to("real-rr.json")
    (listed,) = [item for item in recctrl.json("ls") if item["name"] == "x"]
    assert listed.get("note") is None


@pytest.mark.parametrize("command", ["pack", "repair"])
def test_what_is_written_is_for_its_owner_only(recctrl, tmp_path, command):
    recording = recordings.Recording(tmp_path, "x").write_manifest(state="incomplete" if command == "repair" else None)
    before = set(recording.files())
    run(recctrl, command)
    for name in set(recording.files()) - before:
        assert (tmp_path / name).lstat().st_mode == 0o100600, name
