#!/usr/bin/python3
# SPDX-License-Identifier: 0BSD
"""Records from a script, with pandare, PANDA's Python interface: boots a guest, records one command of it, and ends.

    examples/pypanda.py ENGINE DIRECTORY NAME COMMAND...

ENGINE is what engine/get prints: an unpacked wheel with stand-ins for the libraries that this machine lacks. The
recording goes to DIRECTORY. Debian's python3-cffi, python3-colorama and python3-protobuf are what pandare imports.
"""
import ctypes
import os
import pathlib
import sys
import tempfile

import manifests

BUILD = pathlib.Path(__file__).resolve().parent.parent / "build"
TARGET = "x86_64"
PROMPT = "guest# "

os.environ["G_SLICE"] = "always-malloc"  # a forked snapshot needs it with GLib before 2.76
os.environ["QEMU_AUDIO_DRV"] = "none"
os.environ["PROTOCOL_BUFFERS_PYTHON_IMPLEMENTATION"] = "python"  # newer versions refuse what this wheel generated


def import_pandare(engine):
    """Before the stand-ins, which only libpanda can do with: Python's own modules need the real libraries."""
    sys.path.insert(0, str(engine / "python"))
    import pandare  # pylint: disable=import-outside-toplevel
    for library in sorted(engine.glob("standins/*.so*")):
        ctypes.CDLL(str(library), mode=ctypes.RTLD_GLOBAL)
    return pandare


def use_plugins(engine, plugins, scratch):
    """Panda() points PANDA_DIR to the wheel, which has a recctrl of its own. In PANDA_DIR pandare looks for libpanda too."""
    overlay = pathlib.Path(scratch, f"{TARGET}-softmmu")
    (overlay / "panda").mkdir(parents=True)
    (overlay / f"libpanda-{TARGET}.so").symlink_to(engine / f"{TARGET}-softmmu/libpanda-{TARGET}.so")
    (overlay / "panda/plugins").symlink_to(plugins / f"{TARGET}-softmmu/panda/plugins")
    os.environ["PANDA_DIR"] = f"{scratch}/"


def record(engine, directory, name, command, scratch):
    pandare = import_pandare(engine)
    arguments = (BUILD / f"guests/{TARGET}/args").read_text().splitlines()
    memory = arguments[arguments.index("-m") + 1]
    panda = pandare.Panda(arch=TARGET, mem=f"{memory}M", extra_args=arguments, expect_prompt=PROMPT,
                          serial_kwargs={"unansi": False})

    @panda.queue_blocking
    def drive():  # in a thread beside the machine
        panda.serial_read_until(PROMPT.encode())
        panda.run_serial_cmd_async(f"recctrlu run {name} -- {command}")

    use_plugins(engine, BUILD / "plugins", scratch)
    # Before run(), which makes the machine. With nrec=1 it ends when the first recording is whole.
    panda.load_plugin("recctrl", args={"dir": directory, "nrec": 1, "checksum": "y"})
    panda.run()


def main():
    if len(sys.argv) < 5:
        sys.exit(f"usage: {sys.argv[0]} ENGINE DIRECTORY NAME COMMAND...")
    engine, directory, name, *command = sys.argv[1:]
    with tempfile.TemporaryDirectory() as scratch:
        tempfile.tempdir = scratch  # pandare leaves its sockets there
        record(pathlib.Path(engine), directory, name, " ".join(command), scratch)
    manifests.show(directory)


if __name__ == "__main__":
    main()
