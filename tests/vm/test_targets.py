# SPDX-License-Identifier: GPL-2.0-or-later
"""Targets whose guests can't call."""

import pytest

from harness.machine import Machine
from harness.process import Process


@pytest.fixture
def load(tmp_path):
    """load(target) starts PANDA with the plugin."""
    processes = []

    def start(target):
        machine = Machine(target, ["-M", "none", "-display", "none", "-serial", "null", "-monitor", "none"])
        process = Process(machine.command(["-panda", f"recctrl:dry=y,dir={tmp_path}"]), tmp_path, machine.environment())
        processes.append(process)
        return process

    yield start
    for process in processes:
        process.kill()


def test_ppc_has_no_hypercall(load):
    process = load("ppc")
    assert process.wait() != 0
    assert "recctrl: a guest of target ppc can't call: PANDA has no hypercall for it" in process.output.text()
