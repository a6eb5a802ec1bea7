# SPDX-License-Identifier: GPL-2.0-or-later
"""examples/listener.c, a plugin of somebody else, is told of recordings while the machine stands still."""

from harness.baremetal import booted
from harness.machine import BUILD

START, STOP = 1, 2


def test_another_plugin_is_told(tmp_path):
    """Also where it is loaded before recctrl. The count at the end is that of the whole recording."""
    plugins = tmp_path / "x86_64-softmmu/panda/plugins"
    plugins.mkdir(parents=True)
    for file in [BUILD / "examples/panda_listener.so",
                 *(BUILD / "plugins/x86_64-softmmu/panda/plugins").glob("*.so")]:
        (plugins / file.name).symlink_to(file)
    with booted("x86_64", "pc", ["-m", "16", "-panda", "listener"], "checksum=y", plugins=tmp_path) as guest:
        guest.expect(rb"^ready\r?\n")
        for name in ("bare_000", "bare_001"):
            assert (guest.command("s"), guest.command("e")) == (START, STOP)
            recording = guest.recorded(name)
            guest.said(rb"^listener: %s started$.*^listener: %s stopped after %d instructions$" %
                       (name.encode(), name.encode(), recording.instructions))
            result = recording.replay()
            assert result.completed and result.state() == recording.state()
        assert guest.process.output.text().count("listener: ") == 4
