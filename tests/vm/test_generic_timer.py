# SPDX-License-Identifier: GPL-2.0-or-later
"""Linux on ARM's virt machine, 64-bit and 32-bit, reads the generic timer all the time: its recordings replay exactly."""

import subprocess
from dataclasses import replace

import pytest

from harness.generic_timer import ALL, record_all, replay, virt
from harness.machine import BUILD, ROOT, engine, plugins_with_tests


@pytest.fixture(scope="module", params=["cortex-a57", "cortex-a15"])
def target(request):
    return request.param


@pytest.fixture(scope="module")
def machine(target):
    return virt(target)


@pytest.fixture(scope="module")
def made(boot):
    guest = boot("checksum=y")
    recordings = record_all(guest)
    guest.quit()
    return recordings


@pytest.mark.parametrize("name", ALL)
def test_replays(made, name):
    result = replay(made[name])
    assert result.completed, result.output
    assert result.state() == made[name].state()


def test_without_any_plugin(made, machine):
    """64-bit code needs -singlestep then, 32-bit code nothing."""
    recording = made["other-pair_007"]
    if machine.target == "aarch64":
        recording.machine = machine.with_arguments("-singlestep")
    result = recording.replay()
    assert result.completed, result.output
    assert result.state() == recording.state()


def test_the_host_tool_takes_the_plugin_that_is_needed(made, machine):
    recording = made["timers_003"]
    assert recording.manifest()["log_format"] == "register-writes"
    result = subprocess.run([BUILD / "bin/recctrl", "verify", "--engine", engine(), "--dir", recording.directory,
                             recording.name], capture_output=True, text=True, check=False, timeout=600)
    assert result.returncode == 0, result.stderr
    assert "RAM and registers as recorded" in result.stdout
    assert ("with our plugin recctrl_replay" in result.stdout) == (machine.target == "aarch64")


def test_other_virtio_devices_are_refused(boot, machine):
    """With the reason, and the guest goes on."""
    guest = boot("checksum=y", machine.with_arguments("-device", "virtio-balloon-device"))
    output, status = guest.run("recctrlu start x")
    assert (status, "can't be recorded" in output) == (1, True), output
    guest.said(rb"^recctrl: no recording: the machine has a virtio device other than ")
    assert guest.recordings() == []
    assert guest.check("echo $((6 * 7))") == "42\n"


@pytest.mark.parametrize("target", ["cortex-a57"], indirect=True, scope="module")
def test_a_panda_that_is_not_known(boot, machine, tmp_path):
    """The guest runs, and no recording is started."""
    plugins = plugins_with_tests(machine.target, tmp_path)
    guest = boot("checksum=y", replace(machine, plugins=plugins), ["-panda", "unsorted"])
    assert guest.run("recctrlu start x")[1] == 1
    guest.said(rb"^recctrl: no recording: this PANDA is one that recctrl does not know: its system registers are not where")
    assert guest.recordings() == []
    assert guest.check("echo $((6 * 7)); recctrlu check") == "42\nThere is a recctrl in this machine, it speaks version 2.\n"


def test_the_reproductions_show_both_defects():
    """Where PANDA is cured, docs/arm.md is out of date."""
    result = subprocess.run([ROOT / "docs/arm/reproduce"], capture_output=True, text=True, check=False, timeout=300)
    assert result.returncode == 0, result.stdout + result.stderr
