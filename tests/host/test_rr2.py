# SPDX-License-Identifier: GPL-2.0-or-later
"""Archives of newer PANDAs: listed, and not believed before their content was checked."""
import hashlib
import io
import tarfile

import pytest
import recordings
from test_machine import command_line, parts  # noqa: F401 (a fixture)

COMMAND = "/opt/panda/panda-system-i386 -m 128 -append console=ttyS0 quiet -kernel k -net none -monitor stdio -panda x \n"
SNAPSHOT = b"snapshot" * 1000
LOG = recordings.log([], 99)


def archive(path, command=COMMAND, snapshot=SNAPSHOT, log=LOG, sums=None, extra=()):
    contents = {"RRv2": b"Created with QEMU version 2.9.1!\n", "capture.cmd": command.encode(), "snapshot": snapshot,
                "metadata.json": b"{}", "nondetlog": log}
    said = "".join(f"{name}: {hashlib.sha1(data or b'').hexdigest()}\n" for name, data in contents.items())
    contents["sha1"] = (said if sums is None else sums).encode()
    with tarfile.open(path, "w:gz", format=tarfile.PAX_FORMAT) as tar:
        for name, data in [*contents.items(), *extra]:
            if data is not None:
                info = tarfile.TarInfo(name)
                info.size = len(data)
                tar.addfile(info, io.BytesIO(data))


def test_listed_with_its_machine(recctrl, tmp_path):
    archive(tmp_path / "demo.rr2")
    (item,) = recctrl.json("ls")
    assert item["name"] == "demo" and item["stored"] == "rr2" and item["state"] == "whole"
    assert item["target"] == "i386" and item["manifest"] is False
    assert item["machine"] == ["-m", "128", "-kernel", "k", "-net", "none", "-monitor", "stdio", "-panda", "x"]


def test_replayed_from_plain_files(recctrl, parts, tmp_path):  # noqa: F811
    """On any engine: PANDAs before 2022 can't read the archive."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    recctrl.environment["TMPDIR"] = str(temporary)
    archive(tmp_path / "demo.rr2")
    line = command_line(recctrl, "replay", "--print", "demo.rr2")
    assert line[3:5] == ["--target", "i386"]
    assert line[6:-2] == ["-m", "128", "-net", "none", "-snapshot", "-display", "none", "-monitor", "none"]
    assert line[-1].startswith(str(temporary)) and not list(temporary.iterdir())


@pytest.mark.parametrize("changes, named", [
    ({"snapshot": None}, "no snapshot"), ({"log": None}, "no nondetlog"),
    ({"sums": f"snapshot: {'0' * 40}\n"}, "SHA-1"), ({"sums": ""}, "SHA-1"),
    ({"extra": [("snapshot", b"another")]}, "two files snapshot"),
])
def test_damage(recctrl, parts, tmp_path, changes, named):  # noqa: F811
    archive(tmp_path / "demo.rr2", **changes)
    assert named in recctrl.refuses("replay", "demo")


def test_truncated(recctrl, parts, tmp_path):  # noqa: F811
    archive(tmp_path / "demo.rr2")
    data = (tmp_path / "demo.rr2").read_bytes()
    for size in (0, 1, 20, len(data) // 2, len(data) - 12):
        (tmp_path / "demo.rr2").write_bytes(data[:size])
        recctrl.refuses("replay", "demo")


@pytest.mark.parametrize("command", ["", "qemu-system-i386 -m 5", "panda-system-../../x -m 5", "x" * 70000])
def test_command_lines_that_name_no_machine(recctrl, tmp_path, command):
    archive(tmp_path / "demo.rr2", command=command)
    assert recctrl.json("ls")[0]["state"] == "incomplete"
