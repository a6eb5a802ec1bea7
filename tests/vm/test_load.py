# SPDX-License-Identifier: GPL-2.0-or-later
"""What stops PANDA when it loads the plugin, with a message that names what was wrong and what is valid."""

import re
import subprocess

import pytest

from harness.machine import ROOT, Machine

PLUGIN_ARGUMENTS = {
    "bogus=1": 'unknown argument "bogus"; valid are session_rec, nrec, dry, timeout, dir',
    "nrec=two": 'bad value "two" for argument nrec: it takes a number',
    "nrec=-1": 'bad value "-1" for argument nrec',
    "nrec=4294967296": 'bad value "4294967296" for argument nrec',
    "timeout=soon": 'bad value "soon" for argument timeout',
    "session_rec=maybe": 'bad value "maybe" for argument session_rec: it takes y or n',
    "dry=2": 'bad value "2" for argument dry: it takes y or n',
    "checksum=md5": 'bad value "md5" for argument checksum: it takes y or n',
    "snapshot=slow": 'bad value "slow" for argument snapshot: it takes fork or sync',
    "dir=": 'for argument dir',
    "dir=/does/not/exist": "dir=/does/not/exist: No such file or directory",
    "on_record=/does/not/exist": "on_record=/does/not/exist: No such file or directory",
    "on_record=/usr": "on_record=/usr: it is no program",
    "dir=/dev/null": "dir=/dev/null: Not a directory",
}

MACHINES = {
    "-enable-kvm": "KVM",
    "-machine accel=kvm": "KVM",
    "-smp 2": "several vCPUs",
    "-smp cores=2,threads=2": "several vCPUs",
    "-netdev tap,id=n0,vhost=on": "vhost",
    "-netdev tap,id=n0,vhostforce=on": "vhost",
    "-netdev tap,id=n0,vhostfd=9": "vhost",
    "-netdev tap,id=n0,vhostfds=9:10": "vhost",
    "-net tap,vhost=on": "vhost",
    "-chardev null,id=c0 -netdev vhost-user,id=n0,chardev=c0": "vhost",
}


def refusal(target, plugin, arguments, directory):
    """What PANDA says; it must end by itself, with the status of a refusal."""
    machine = Machine(target, ["-m", "64", "-net", "none", "-display", "none", "-serial", "null", "-monitor", "none"])
    command = machine.command([*arguments, "-panda", plugin])
    result = subprocess.run(command, env=machine.environment(), cwd=directory, stdin=subprocess.DEVNULL,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60, check=False)
    assert result.returncode == 1
    assert list(directory.iterdir()) == []
    return [line for line in result.stdout.splitlines() if line.startswith("recctrl: ")]


@pytest.mark.parametrize("argument", PLUGIN_ARGUMENTS)
def test_argument(target, argument, tmp_path):
    (line,) = refusal(target, f"recctrl:{argument}", [], tmp_path)
    assert PLUGIN_ARGUMENTS[argument] in line


@pytest.mark.parametrize("machine", MACHINES)
def test_machine(target, machine, tmp_path):
    (line,) = refusal(target, "recctrl", machine.split(), tmp_path)
    assert MACHINES[machine] in line
    assert "leave out" in line


def test_the_readme_has_each_argument(target, tmp_path):
    (line,) = refusal(target, "recctrl:bogus=1", [], tmp_path)
    valid = re.findall(r"\w+", line.partition("valid are ")[2])
    table = (ROOT / "README.md").read_text().partition("### Arguments of the plugin")[2].partition("\n###")[0]
    assert sorted(re.findall(r"^\| `(\w+)=", table, re.MULTILINE)) == sorted(valid)
