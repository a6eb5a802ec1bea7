# SPDX-License-Identifier: GPL-2.0-or-later
"""A Linux guest that is booted once, for any number of PANDAs that go on from there, in half a second each."""

from .guest import Guest
from .process import until


class BootedState:
    """The state of a booted guest on disk: its shell waits for a command."""

    def __init__(self, machine, directory):
        self.machine = machine
        self.file = directory / f"{machine.target}-booted"
        with Guest(machine, None, directory) as guest:
            guest.boot()
            guest.monitor("migrate_set_speed 100g")
            guest.monitor(f'migrate "exec:cat > {self.file}"')
            ask_until(guest, "info migrate", rb"Migration status: completed")

    def resume(self, plugin, directory, machine=None, arguments=()):
        """A guest for the plugin's arguments beside dir=; machine: another way to start the same one."""
        plugin = ",".join(filter(None, [f"dir={directory}", plugin]))
        guest = Guest(machine or self.machine, plugin, directory,
                      [*arguments, "-incoming", f"exec:cat {self.file}"])
        try:
            ask_until(guest, "info status", rb"VM status: running")  # what is typed before that gets lost
        except BaseException:
            guest.kill()
            raise
        return guest


def ask_until(guest, command, pattern):
    """Gives the monitor a command until it answers in this way."""
    def answered():
        guest.monitor(command)
        return guest.monitor_text.wait(pattern, 0, 0.05)

    until(answered, f"for {pattern!r} after {command}")
