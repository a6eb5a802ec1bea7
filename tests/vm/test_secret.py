# SPDX-License-Identifier: GPL-2.0-or-later
"""With a secret, whoever does not know it gets the processor's own instruction, as if no plugin were there."""

import pytest

from harness.contract1 import calls

MAGIC, UNKNOWN = 0x666, 0x667


@pytest.fixture(scope="module")
def guest(boot, directory):
    secret = directory / "secret"
    secret.write_text("0123456789abcdef0123456789abcdef")
    secret.chmod(0o600)
    return boot(f"token_file={secret},checksum=y")


def native(guest, leaf):
    return guest.check(f"contract1 native {leaf:x}").split()


def test_the_call_is_as_any_other_instruction(guest):
    assert native(guest, MAGIC) == native(guest, UNKNOWN)
    eax = int(native(guest, UNKNOWN)[0], 16)
    for action in ("toggle", "open", "close", 77):
        assert calls(guest, action, "x") == [eax]
    assert guest.recordings() == []


def test_the_native_instruction_is_replayed(guest, tmp_path):
    """Beside a plugin that has no secret, too: it leaves a replay alone."""
    assert guest.operator("start hidden") == "hidden starts as soon as the guest runs"
    eax = int(native(guest, UNKNOWN)[0], 16)
    assert calls(guest, "toggle", "x", "toggle", "x") == [eax, eax]
    assert guest.operator("stop") == "stopped"
    recording = guest.recorded("hidden_000")
    for plugins in ([], [f"recctrl:dir={tmp_path}"]):
        result = recording.replay(plugins)
        assert result.completed, result.output
        assert result.state() == recording.state()
    assert list(tmp_path.iterdir()) == []
    assert guest.recordings() == ["hidden_000"]


def test_the_utility_finds_nothing(guest):
    output, status = guest.run("recctrlu check")
    assert status == 69 and output.startswith("recctrlu: ")
