# SPDX-License-Identifier: GPL-2.0-or-later
"""recctrlu on a host that runs PANDA's own recctrl plugin, which knows contract 1 alone."""

from dataclasses import replace

import pytest


@pytest.fixture(scope="module")
def target():
    return "x86_64"


@pytest.fixture(scope="module")
def guest(boot, machine, directory):
    """Without ours in the way the engine finds its own plugin, which has no argument dir= and records where it runs."""
    return boot(None, replace(machine, plugins=directory), ["-panda", "recctrl"])


@pytest.mark.parametrize("utility", ["recctrlu", "recctrlu32"])
def test_contract_1(guest, utility):
    assert guest.run(f"{utility} toggle x") == ("Success. Started recording.\n", 0)
    assert guest.run(f"{utility} toggle x") == ("Success. Stopped recording.\n", 0)


@pytest.mark.parametrize("utility", ["recctrlu", "recctrlu32"])
@pytest.mark.parametrize("command", ["check", "status", "start x", "stop", "run x -- echo ran"])
def test_contract_2(guest, utility, command):
    assert guest.run(f"{utility} {command}") == ("recctrlu: no recctrl in this machine\n", 69)
