# SPDX-License-Identifier: GPL-2.0-or-later
import fcntl
import json
import os
import pathlib
import subprocess
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import streams  # pylint: disable=wrong-import-position

BUILD = pathlib.Path(__file__).resolve().parents[2] / "build"


class Recctrl:
    """Runs build/bin/recctrl in a directory."""

    def __init__(self, directory):
        self.directory = directory
        self.program = BUILD / "tests/recctrl"
        self.environment = {key: value for key, value in os.environ.items() if not key.startswith("RECCTRL_")}
        self.environment["LC_ALL"] = "C.UTF-8"

    def __call__(self, *arguments, status=0, **environment):
        result = subprocess.run([self.program, *arguments], cwd=self.directory, capture_output=True,
                                env={**self.environment, **environment}, stdin=subprocess.DEVNULL, timeout=60,
                                check=False)
        result.stdout, result.stderr = (text.decode(errors="surrogateescape")
                                        for text in (result.stdout, result.stderr))
        assert result.returncode == status, f"status {result.returncode}: {result.stderr}{result.stdout}"
        return result

    def while_waiting(self, change, *commands):
        """Runs commands at once, and change() when all wait for the lock of the directory, before any has it."""
        directory = os.open(self.directory, os.O_RDONLY)
        fcntl.flock(directory, fcntl.LOCK_EX)
        processes = [subprocess.Popen([self.program, *command], cwd=self.directory, env=self.environment,
                                      stdin=subprocess.DEVNULL) for command in commands]
        try:
            waiting = [f" -> FLOCK  ADVISORY  WRITE {process.pid} " for process in processes]
            while not all(line in pathlib.Path("/proc/locks").read_text() for line in waiting):
                assert all(process.poll() is None for process in processes)
            change()
        finally:
            os.close(directory)
            statuses = [process.wait(60) for process in processes]
        return statuses

    def json(self, *arguments):
        return json.loads(self(*arguments, "--json").stdout)

    def refuses(self, *arguments, status=1, **environment):
        """The one line on stderr of a command that must fail."""
        result = self(*arguments, status=status, **environment)
        assert result.stderr.count("\n") == 1, result.stderr
        return result.stderr


@pytest.fixture
def recctrl(tmp_path):
    return Recctrl(tmp_path)


@pytest.fixture
def player(recctrl, tmp_path, tmp_path_factory):
    prefix = tmp_path_factory.mktemp("prefix")
    for directory in ("bin", "plugins/x86_64-softmmu/panda/plugins", "engine", "temporary"):
        (prefix / directory).mkdir(parents=True)
    (prefix / "bin/recctrl").write_bytes(recctrl.program.read_bytes())
    (prefix / "bin/recctrl").chmod(0o755)
    (prefix / "bin/recctrl-panda").write_text(streams.LAUNCHER)
    (prefix / "bin/recctrl-panda").chmod(0o755)
    (prefix / "plugins/x86_64-softmmu/panda/plugins/panda_recctrl_transcript.so").write_text("")
    recctrl.program = prefix / "bin/recctrl"
    yield streams.Player(recctrl, prefix, tmp_path)
    assert list((prefix / "temporary").iterdir()) == []
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]
