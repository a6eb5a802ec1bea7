# SPDX-License-Identifier: GPL-2.0-or-later
"""The SSH guest: logins from inside and from the host, and the recordings that they make."""

import shutil
import socket
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from .generic_timer import REPLAY_PLUGINS
from .machine import BUILD, Machine

GUEST = BUILD / "guests/ssh"
DISK_GUEST = BUILD / "guests/ssh-disk"
AARCH64_GUEST = BUILD / "guests/ssh-aarch64"
TESTER = "tester@127.0.0.1"

# The lines at the end of /etc/pam.d/sshd.
MODULE = "session optional pam_recctrl.so users=tester"
BASH = "session optional pam_exec.so seteuid /usr/local/bin/recctrlu.sh"
POSIX = "session optional pam_exec.so seteuid /usr/local/bin/recctrlu.posix.sh"


def machine(port=None, guest=GUEST, target="x86_64"):
    """port: of the host's loopback, where the guest's sshd is to be found; a replay needs none."""
    arguments = (guest / "args").read_text().splitlines()
    if port:
        network = arguments.index("user,id=n0")
        arguments[network] += f",hostfwd=tcp:127.0.0.1:{port}-:22"
    return Machine(target, arguments)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def options_from_host():
    """Options of a login from the host, by key."""
    options = ["-F", "/dev/null", "-i", GUEST / "id_ed25519", "-o", "BatchMode=yes", "-o", "ConnectTimeout=60",
               "-o", f"UserKnownHostsFile={GUEST / 'known_hosts'}"]
    return [str(option) for option in options]


def from_host(port, command, program="ssh"):
    """The command line of a login from the host, by key."""
    return [program, *options_from_host(), "-p", str(port), "-n", TESTER, command]


def sessions(guest):
    """The identities of the sessions that are open in the guest."""
    return guest.check("ls /run/recctrl/sessions 2> /dev/null || :").split()


def wait_for_sessions(guest, count):
    """sshd closes a session some time after its client has gone."""
    guest.check('until [ "$(ls /run/recctrl/sessions 2> /dev/null | wc -l)" = %d ]; do usleep 200000; done' % count)


class Held:
    """A session in the guest that prints a text and stays until it is released. Its client writes to `output`."""

    def __init__(self, guest, number, options=""):
        self.guest = guest
        self.text = f"held-{7000 + number}"
        self.fifo, self.output = f"/tmp/hold{number}", f"/tmp/output{number}"
        before = sessions(guest)
        guest.check(f"rm -f {self.fifo} {self.output}; mkfifo -m 666 {self.fifo}")
        command = f"echo held-$((7000+{number})); read word < {self.fifo}"
        guest.check(f"ssh -n {options} {TESTER} '{command}' > {self.output} 2>&1 & echo $! > /tmp/client{number}; "
                    f"until grep -q {self.text} {self.output}; do usleep 200000; done")
        self.client = guest.check(f"cat /tmp/client{number}").strip()
        (self.session,) = set(sessions(guest)) - set(before)
        self.login_process = self.session.split(".")[0]

    def release(self):
        self.guest.check(f"echo go > {self.fifo}; until ! kill -0 {self.client} 2> /dev/null; do usleep 200000; done")

    def clean_up(self):
        """Ends the user's shell where nobody else does."""
        self.guest.check(f"[ ! -e {self.fifo} ] || timeout 5 sh -c 'echo go > {self.fifo}' || :")


class Recorder:
    """A guest, and which of its recordings are new."""

    def __init__(self, guest, hook, replays_on=None):
        """replays_on: the machine for replays, if it is not that of machine()."""
        self.guest = guest
        self.replays_on = replays_on or machine()
        self.seen = set(guest.recordings())
        guest.check(f"pam-hook '{hook}'")

    def new(self):
        """The recordings that came since the last time, whole, in their order. No session is open any more."""
        wait_for_sessions(self.guest, 0)
        names = sorted(set(self.guest.recordings()) - self.seen, key=lambda name: int(name.rpartition("_")[2]))
        self.seen.update(names)
        return [replace(self.guest.recorded(name), machine=self.replays_on) for name in names]


def assert_is_identical(recording, plugins=(), directory=None):
    """Its replay without panda_recctrl ends with the same RAM, registers and number of instructions."""
    result = recording.replay([*plugins, *REPLAY_PLUGINS.get(recording.machine.target, [])], directory)
    assert result.completed, result.output
    assert result.state() == recording.state()


def assert_replays(recording, *texts, absent=()):
    """Bit for bit; each text goes through the replayed machine's memory, the absent ones don't."""
    directory = Path(tempfile.mkdtemp(dir=recording.directory))
    try:
        for text in (*texts, *absent):
            assert_is_identical(recording, [f"stringsearch:str={text}"], directory)
            matches = (directory / "_string_matches.txt").read_text()
            assert bool(matches) == (text in texts), f"{text} in {recording.name}"
    finally:
        shutil.rmtree(directory)
    recording.remove()


def run_on_host(command):
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False)
