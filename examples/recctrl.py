# SPDX-License-Identifier: 0BSD
"""Records a part of a Python program, with nothing but ctypes:

    with recctrl.recording("name"):
        work()

In a machine without recctrl it only works. The instruction is put into memory as machine code; include/recctrl/ has the
same for C, docs/abi.md the contract.
"""
import contextlib
import ctypes
import mmap
import os
import platform

MAGIC = 0x52435432
VERSION = 2
CHECK, STATUS, START, STOP = 1, 2, 3, 4
HELLO = 0x52430000 | VERSION
NOOP, STARTED, STOPPED = 0, 1, 2
ABSENT = -0x80000000

# int32_t call(uint32_t magic, int32_t size, const void *request). On x86 it tells by EBX and ECX, which CPUID changes,
# whether anybody answered.
CODE = {
    "x86_64": "53 89f8 89f3 4889d1 4989d0 0fa2 39f3 7505 4c39c1 7405 b800000080 5b c3",
    "i386": "53 8b442408 8b5c240c 8b4c2410 0fa2 3b5c240c 7506 3b4c2410 7405 b800000080 5b c3",
    "aarch64": "01000014 1f5000d5 c0035fd6",
    "arm": "100700ee 1eff2fe1",
}


class Request(ctypes.Structure):
    """struct recctrl_request."""

    _fields_ = [("version", ctypes.c_uint32), ("action", ctypes.c_uint32), ("flags", ctypes.c_uint32),
                ("reserved", ctypes.c_uint32), ("name", ctypes.c_char * 128), ("session", ctypes.c_char * 64),
                ("note", ctypes.c_char * 224), ("token", ctypes.c_uint8 * 64), ("zero", ctypes.c_uint8 * 16)]


def architecture():
    """That of this process, which may be a 32-bit one on a 64-bit kernel."""
    machine = platform.machine()
    if ctypes.sizeof(ctypes.c_void_p) == 8:
        return machine
    return "i386" if machine in ("i386", "i586", "i686", "x86_64") else "arm"


def load(code):
    memory = mmap.mmap(-1, mmap.PAGESIZE, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    memory.write(bytes.fromhex(code))
    address = ctypes.addressof(ctypes.c_char.from_buffer(memory))
    function = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_uint32, ctypes.c_int32, ctypes.c_void_p)(address)
    function.memory = memory
    return function


HYPERCALL = load(CODE[architecture()]) if architecture() in CODE else None


def hypercall(action, name="", note=""):
    request = Request(version=VERSION, action=action, name=name.encode(), note=note.encode())
    result = HYPERCALL(MAGIC, ctypes.sizeof(request), ctypes.addressof(request))
    return ABSENT if result == MAGIC else result


def available():
    """Asks in a child, which SIGILL ends where a CPU does not know the instruction."""
    if HYPERCALL is None:
        return False
    child = os.fork()
    if child == 0:
        os._exit(hypercall(CHECK) != HELLO)
    return os.waitpid(child, 0)[1] == 0


def start(name, note=""):
    """Returns STARTED, NOOP where a recording is on already, or a negative reason."""
    return hypercall(START, name, note)


def stop():
    """Returns STOPPED, NOOP where no recording is on, or a negative reason."""
    return hypercall(STOP)


@contextlib.contextmanager
def recording(name, note=""):
    """Yields what start() returned. Whoever began a recording ends it: another one that is on is left alone."""
    result = start(name, note) if available() else ABSENT
    try:
        yield result
    finally:
        if result == STARTED:
            stop()


if __name__ == "__main__":
    with recording("section-python", note="of recctrl.py") as state:
        total = sum(number * number for number in range(1000))
    print(f"the sum is {total},", {STARTED: "recorded", ABSENT: "no recctrl in this machine"}.get(state, state))
