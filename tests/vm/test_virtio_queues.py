# SPDX-License-Identifier: GPL-2.0-or-later
"""What a driver may do with a virtio device's queue within a recording, word by word: a program without an operating
system drives a disk that is asked for its name."""

import pytest

from harness.baremetal import booted
from harness.generic_timer import replay
from harness.process import until

ARGUMENTS = ["-M", "virt", "-cpu", "cortex-a57", "-m", "64", "-drive", "if=none,id=d0,driver=null-co,size=1M",
             "-device", "virtio-blk-device,drive=d0,serial=recctrl,bus=virtio-mmio-bus.0",
             "-netdev", "user,id=n0,restrict=on", "-device", "virtio-net-device,netdev=n0,bus=virtio-mmio-bus.1"]
DISK, CARD = 0x0A000000, 0x0A000200
PAGE_SIZE, SELECT, QUEUE_NUMBER, QUEUE_ALIGN, QUEUE_PAGE, NOTIFY, STATUS = 0x28, 0x30, 0x38, 0x3C, 0x40, 0x50, 0x70
DRIVER, DRIVER_OK = 3, 7
TO_SEND = 1  # the card's queue

# In the RAM: descriptors, the ring of requests and, on the next page, the one of answers; the request and its parts.
QUEUE, OTHER_QUEUE = 0x42000000, 0x42010000
REQUESTS, ANSWERS = 8 * 16, 0x1000
REQUEST, NAME, DONE = 0x42020000, 0x42020100, 0x42020200
GET_NAME = 8
HAS_NEXT, IS_WRITTEN = 1, 2
ONE_ANSWER = 1 << 16  # the ring of answers begins with flags and how many there were
NO_NOTICE = 1  # a flag: the device needs no notice of requests
NOTHING = 0x42030000

NO_RAM = 0x20000000


class Driver:
    """Each method is a few instructions of the guest."""

    def __init__(self, guest, device, queue=0):
        self.guest = guest
        self.device = device
        self.queue = queue

    def word(self, address, value, other=NOTHING):
        """Writes a word, and gives what another one is right after that."""
        return self.guest.command(f"w{address:08x}{value:08x}{other:08x}")

    def write(self, address, *words):
        for place, word in enumerate(words):
            self.word(address + 4 * place, word)

    def register(self, register, value):
        self.word(self.device + register, value)

    def clear(self):
        """The device and both queues are as new."""
        self.register(STATUS, 0)
        for queue in (QUEUE, OTHER_QUEUE):
            self.write(queue + REQUESTS, 0, 0)
            self.write(queue + ANSWERS, 0)

    def set_up(self, queue):
        """As far as a driver comes before it tells the device to begin."""
        self.register(STATUS, 0)
        self.register(STATUS, DRIVER)
        self.register(PAGE_SIZE, 4096)
        self.register(SELECT, self.queue)
        self.register(QUEUE_NUMBER, 8)
        self.register(QUEUE_ALIGN, 4096)
        self.register(QUEUE_PAGE, queue >> 12)

    def request(self, queue):
        """One request, in the memory of a queue that was not used yet."""
        self.write(queue, REQUEST, 0, 16, HAS_NEXT | 1 << 16)
        self.write(queue + 16, NAME, 0, 20, HAS_NEXT | IS_WRITTEN | 2 << 16)
        self.write(queue + 32, DONE, 0, 1, IS_WRITTEN)
        self.write(REQUEST, GET_NAME, 0, 0, 0)
        self.write(queue + REQUESTS, 1 << 16, 0)
        self.register(NOTIFY, self.queue)

    def wait_for_answer(self, queue):
        until(lambda: self.word(NOTHING, 0, queue + ANSWERS) == ONE_ANSWER, "for the device to answer")


def early(disk, _):
    """A disk begins to work by itself when there is a request."""
    disk.set_up(QUEUE)
    disk.request(QUEUE)
    disk.wait_for_answer(QUEUE)
    disk.register(STATUS, 0)


def at_once(_, card):
    """A card that was not told to begin answers in the same instruction."""
    card.set_up(QUEUE)
    assert card.word(card.device + NOTIFY, TO_SEND, QUEUE + ANSWERS) == NO_NOTICE
    card.register(STATUS, 0)


def begun(disk, _):
    """The device works in the main loop, on a queue that is gone when the recording ends."""
    disk.set_up(QUEUE)
    disk.register(STATUS, DRIVER_OK)
    disk.request(QUEUE)
    disk.wait_for_answer(QUEUE)
    disk.register(STATUS, 0)


def moved(disk, _):
    """The queue is moved while the device works, and back."""
    disk.set_up(QUEUE)
    disk.register(STATUS, DRIVER_OK)
    disk.register(QUEUE_PAGE, OTHER_QUEUE >> 12)
    disk.request(OTHER_QUEUE)
    disk.wait_for_answer(OTHER_QUEUE)
    disk.register(QUEUE_PAGE, QUEUE >> 12)


def outside(disk, _):
    """Without a request, with which PANDA ends itself."""
    disk.set_up(NO_RAM)
    disk.register(STATUS, 0)


RECORDINGS = {f"bare_{number:03}": work for number, work in enumerate([early, at_once, begun, moved])}


@pytest.fixture(scope="module")
def made():
    """The recordings that are whole, and what the manifest says of the last one."""
    with booted("aarch64", "virt", ARGUMENTS, "checksum=y") as guest:
        guest.expect(rb"^ready\r?\n")
        disk, card = Driver(guest, DISK), Driver(guest, CARD, TO_SEND)
        for work in [*RECORDINGS.values(), outside]:
            disk.clear()
            card.clear()
            assert guest.command("s") == 1
            work(disk, card)
            assert guest.command("e") == 2
        recordings = {name: guest.recorded(name) for name in RECORDINGS}
        said = guest.said(rb"^recctrl: (?:recorded )?bare_004([^\r\n]*)")[1]
        guest.quit()
        yield recordings, said


@pytest.mark.parametrize("name", RECORDINGS, ids=[work.__name__ for work in RECORDINGS.values()])
def test_replays(made, name):
    result = replay(made[0][name])
    assert result.completed, result.output
    assert result.state() == made[0][name].state()


def test_a_queue_outside_of_the_memory(made):
    assert made[1] == b" is incomplete: log: a virtio device has a ring outside of the RAM"
