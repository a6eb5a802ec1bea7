# SPDX-License-Identifier: GPL-2.0-or-later
"""A Slurm cluster of one node, on the loopback interface, with an authentication of its own."""

import os
import pwd
import signal
import socket
import subprocess
import time

from .process import PATIENCE, Ended, die_with_parent

CONFIGURATION = """\
ClusterName=recctrl
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={controller_port}
SlurmdPort={node_port}
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
AuthInfo=socket={directory}/munge.socket
CredType=cred/munge
StateSaveLocation={directory}/state
SlurmdSpoolDir={directory}/spool
SlurmctldPidFile={directory}/slurmctld.pid
SlurmdPidFile={directory}/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SlurmdParameters=config_overrides
ReturnToService=2
MpiDefault=none
NodeName={host} NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
"""


def free_ports(count):
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


class Slurm:
    """Use it as a context manager. `environment` is for sbatch."""

    def __init__(self, directory):
        """directory: an empty one; its parents must be open to all, as munged wants it."""
        self.directory = directory
        self.environment = {"SLURM_CONF": str(directory / "slurm.conf")}
        self.daemons = []

    def __enter__(self):
        try:
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _start(self):
        self.directory.chmod(0o711)
        for name in ("state", "spool"):
            (self.directory / name).mkdir()
        key = self.directory / "munge.key"
        key.touch(0o600)
        key.write_bytes(os.urandom(64))
        controller_port, node_port = free_ports(2)
        (self.directory / "slurm.conf").write_text(CONFIGURATION.format(
            host=socket.gethostname().partition(".")[0], user=pwd.getpwuid(os.geteuid()).pw_name,
            directory=self.directory, controller_port=controller_port, node_port=node_port))
        self._daemon("munged", "--foreground", f"--key-file={key}", *(
            f"--{what}={self.directory}/munge.{what.partition('-')[0]}"
            for what in ("socket", "pid-file", "log-file", "seed-file")))
        self._wait(lambda: (self.directory / "munge.socket").exists())
        self._daemon("slurmctld", "-D", "-c")
        self._daemon("slurmd", "-D")
        self._wait(lambda: "idle" in self._states())

    def _daemon(self, program, *arguments):
        output = open(self.directory / f"{program}.output", "wb")
        with output:
            self.daemons.append(subprocess.Popen(
                [f"/usr/sbin/{program}", *arguments], env={**os.environ, **self.environment}, stdin=subprocess.DEVNULL,
                stdout=output, stderr=subprocess.STDOUT, cwd=self.directory, preexec_fn=die_with_parent,
                start_new_session=True))

    def _states(self):
        return subprocess.run(["sinfo", "--noheader", "--format=%t"], env={**os.environ, **self.environment},
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False).stdout.split()

    def _wait(self, condition):
        end = time.monotonic() + PATIENCE
        while not condition():
            gone = [daemon.args[0] for daemon in self.daemons if daemon.poll() is not None]
            if gone or time.monotonic() > end:
                said = "".join(file.read_text(errors="replace") for file in self.directory.glob("*.output"))
                raise Ended(f"no cluster, {gone or 'nobody'} ended:\n{said}")
            time.sleep(0.1)

    def __exit__(self, *_):
        """slurmd before those whom it answers; then whatever is left of them."""
        for daemon in reversed(self.daemons):
            daemon.terminate()
            try:
                daemon.wait(30)
            except subprocess.TimeoutExpired:
                pass
            try:
                os.killpg(daemon.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            daemon.wait()
