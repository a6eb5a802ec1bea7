# SPDX-License-Identifier: GPL-2.0-or-later
"""Fixtures: guests that the tests of a module share, one per target, and what to tell about them after a failure."""

import shutil
import signal
import tempfile
import threading
from pathlib import Path

import pytest

from harness.guest import Guest
from harness.machine import BUILD, linux
from harness.resumed import BootedState

# What ends a run from outside ends it as Control-C does: guests and recordings are cleaned away.
# A worker of xdist may be in another thread, which can't, and is ended with its master.
if threading.current_thread() is threading.main_thread():
    signal.signal(signal.SIGTERM, signal.default_int_handler)

LIVE = []  # guests to report on when a test fails


@pytest.hookimpl(tryfirst=True)  # before xdist looks at the groups
def pytest_collection_modifyitems(items):
    """Tests that share a guest run in one worker."""
    for item in items:
        target = getattr(item, "callspec", None) and item.callspec.params.get("target")
        item.add_marker(pytest.mark.xdist_group(f"{item.module.__name__} {target or ''}"))


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    report = outcome.get_result()
    if report.failed:
        for guest in LIVE:
            report.sections.append((f"PANDA ({guest.machine.target})", guest.report()))
            report.sections.append((f"console ({guest.machine.target})", guest.console.tail()))


@pytest.fixture(scope="module", params=["x86_64", "i386"])
def target(request):
    return request.param


@pytest.fixture(scope="module")
def directory():
    """An empty directory, gone after the module: recordings are too large to be kept."""
    path = Path(tempfile.mkdtemp(prefix="recctrl-tests-"))
    yield path
    shutil.rmtree(path)


def with_programs(target, directory):
    """A Linux machine whose guest holds the tests' own programs."""
    return linux(target, {file.name: file for file in (BUILD / "tests/guest" / target).iterdir()}, directory)


@pytest.fixture(scope="module")
def machine(target, directory):
    return with_programs(target, directory)


@pytest.fixture(scope="session")
def booted():
    """A guest of target x86_64 that is booted once for all tests of a worker: booted.resume() starts it."""
    path = Path(tempfile.mkdtemp(prefix="recctrl-booted-"))
    try:
        yield BootedState(with_programs("x86_64", path), path)
    finally:
        shutil.rmtree(path)


class Boots:
    """Boots guests and sees to their end."""

    def __init__(self, machine, directory):
        self.machine = machine
        self.directory = directory
        self.guests = []

    def __call__(self, plugin, machine=None, arguments=()):
        """plugin: arguments of panda_recctrl.so beside dir=; None: it is not loaded."""
        directory = Path(tempfile.mkdtemp(dir=self.directory))
        if plugin is not None:
            plugin = ",".join(filter(None, [f"dir={directory}", plugin]))
        guest = Guest(machine or self.machine, plugin, directory, arguments)
        self.guests.append(guest)
        LIVE.append(guest)
        return guest.boot()

    def quit(self):
        """Each PANDA that no test saw the end of must still be there, and end well."""
        for guest in self.guests:
            if not guest.ended:
                guest.quit()

    def kill(self):
        for guest in self.guests:
            guest.kill()
            LIVE.remove(guest)


@pytest.fixture(scope="module")
def boot(machine, directory):
    """boot(plugin arguments) gives a guest that the tests of a module can share."""
    boots = Boots(machine, directory)
    try:
        yield boots
        boots.quit()
    finally:
        boots.kill()
