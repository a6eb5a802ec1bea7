# SPDX-License-Identifier: GPL-2.0-or-later
"""Linux on ARM's virt machine: which machines, and ten recordings of what reads its timer."""

from .machine import BUILD, Machine

# name: target, -M, -cpu
MACHINES = {
    "cortex-a57": ("aarch64", "virt", "cortex-a57"),
    "cortex-a15": ("arm", "virt", "cortex-a15"),
    "cortex-a57-gicv3": ("aarch64", "virt,gic-version=3", "cortex-a57"),
    "cortex-a15-gicv3": ("arm", "virt,gic-version=3", "cortex-a15"),
}

CALLS = "for i in $(seq 20); do {0} status; done"
BUSY = "dd if=/dev/urandom bs=64k count=2 2>/dev/null | md5sum; seq 1 3000 | sort -r | md5sum"
TIMERS = "for i in 1 2 3 4 5; do usleep 20000; date; cat /proc/uptime; done"

# In the order in which they are made: the program that calls (of the second one there is a 32-bit one, see OTHER), and
# what happens between start and stop.
WORK = [
    ("pair", "recctrlu", "true"),
    ("calls", "recctrlu", CALLS),
    ("sleep", "recctrlu", "sleep 3"),
    ("timers", "recctrlu", TIMERS),
    ("busy", "recctrlu", BUSY),
    ("pair", "recctrlu", "true"),
    ("timers", "recctrlu", TIMERS),
    ("other-pair", "other", "true"),
    ("other-calls", "other", CALLS),
    ("other-timers", "other", TIMERS),
]
ALL = [f"{name}_{number:03}" for number, (name, _, _) in enumerate(WORK)]

# A caller of another kind: 32-bit code on a 64-bit processor; soft-float ARM.
OTHER = {"aarch64": "recctrlu32", "arm": "recctrlu-armel"}

# What PANDA needs to replay at full speed.
REPLAY_PLUGINS = {"aarch64": ["recctrl_replay"]}


def virt(name):
    """The default guest of the target on a virt machine."""
    target, machine, cpu = MACHINES[name]
    default = (BUILD / "guests" / target / "args").read_text().splitlines()
    kept = ["-m", "-kernel", "-initrd", "-append"]
    options = [word for option in kept for word in default[default.index(option):][:2]]
    return Machine(target, ["-M", machine, "-cpu", cpu, *options, "-net", "none", "-display", "none", "-no-reboot"])


def record_all(guest):
    """Makes all the recordings; gives them by name."""
    for name, program, work in WORK:
        program = OTHER[guest.machine.target] if program == "other" else program
        guest.check(f"{program} start {name}; {work.format(program)}; {program} stop", timeout=300)
    return {name: guest.recorded(name) for name in ALL}


def replay(recording):
    """With what PANDA needs of ours to replay at full speed."""
    return recording.replay(REPLAY_PLUGINS.get(recording.machine.target, []))
