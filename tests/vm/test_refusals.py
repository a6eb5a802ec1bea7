# SPDX-License-Identifier: GPL-2.0-or-later
"""What contract 1 refuses: the guest gets ERROR, nothing is written, and the next good call works."""

import re

import pytest

from harness.contract1 import ERROR, START, STOP, calls

BAD_NAMES = {
    "slash": "a/b",
    "parent": "../x",
    "dot": ".",
    "hidden": ".x",
    "two dots": "..",
    "empty": "",
    "newline": "a%0ab",
    "escape": "a%1b[2J",
    "delete": "a%7f",
    "quote": "a%22b",
    "dollar": "a$b",
    "broken UTF-8": "a%c3",
    "overlong UTF-8": "a%c0%af",
    "C1 control": "a%c2%85",
    "128 bytes without NUL": "x" * 128,
    "200 bytes": "x" * 200,
    "null pointer": "at:0",
    "unmapped pointer": "none:",
    "page not present": "untouched:",
    "second page missing": "cut:across",
    "kernel's highest byte": "at:ffffffff",
}

GOOD_NAMES = {
    "every kind of character": "aZ09 ._-+@:=,x",
    "UTF-8": "na%c3%afve %e2%82%ac %f0%9f%90%bc",
    "across two pages": "cross:across",
    "NUL on the last byte of a page": "last:lastbyte",
    "trailing dots": "a..",
    "127 bytes": "n" * 127,
}


@pytest.fixture(scope="module")
def guest(boot):
    return boot("checksum=y")


@pytest.mark.parametrize("name", BAD_NAMES.values(), ids=BAD_NAMES)
def test_bad_name(guest, name):
    before = guest.recordings()
    assert calls(guest, "toggle", name) == [ERROR]
    assert guest.recordings() == before


@pytest.mark.parametrize("name", GOOD_NAMES.values(), ids=GOOD_NAMES)
def test_good_name(guest, name):
    before = guest.recordings()
    assert calls(guest, "toggle", name, "toggle", name) == [START, STOP]
    text = re.sub(r"%(..)", lambda found: chr(int(found[1], 16)), name.rpartition(":")[2] if ":" in name[:6] else name)
    assert guest.recordings() != before
    (new,) = set(guest.recordings()) - set(before)
    assert new.startswith(text.encode("latin1").decode())
    recording = guest.recorded(new)
    assert recording.replay().state() == recording.state()
    recording.remove()


@pytest.mark.parametrize("action", [1, -1, 0, 99, 101, -99, 300, 2147483647, -2147483648])
def test_unknown_action(guest, action):
    assert calls(guest, action, "name") == [ERROR]


@pytest.mark.parametrize("action", ["open", "close"])
def test_session_calls_in_toggle_mode(guest, action):
    assert calls(guest, action, "name") == [ERROR]


def test_unknown_magic_is_left_to_the_processor(guest):
    """Leaf 0 of cpuid holds the vendor's name in ebx, edx, ecx."""
    _, ebx, ecx, edx = guest.check("contract1 native 0").split()
    vendor = b"".join(bytes.fromhex(word)[::-1] for word in (ebx, edx, ecx)).decode()
    assert f"vendor_id\t: {vendor}\n" in guest.check("cat /proc/cpuinfo")


def test_refusals_inside_a_recording(guest):
    """A recording is not harmed by what is refused meanwhile, and the refusals are replayed."""
    answers = calls(guest, "toggle", "refusals", "toggle", "none:", "open", "x", "close", "x", 77, "x", "toggle", "../x",
                    "toggle", "refusals")
    assert answers == [START, ERROR, ERROR, ERROR, ERROR, ERROR, STOP]
    (name,) = [name for name in guest.recordings() if name.startswith("refusals")]
    recording = guest.recorded(name)
    assert recording.replay().state() == recording.state()


def test_a_file_of_that_name_is_never_overwritten(guest):
    """Numbers go on to the next free one, whichever of the three files is there."""
    last = max(int(found) for found in re.findall(r"recorded .*_(\d+):", guest.process.output.text()))
    names = [f"kept_{last + n:03}" for n in range(1, 5)]
    for name, suffix in zip(names, ["-rr-snp", "-rr-nondet.log", "-rr.json"]):
        (guest.directory / (name + suffix)).write_text("precious")
    assert calls(guest, "toggle", "kept", "toggle", "kept") == [START, STOP]
    guest.recorded(names[3])
    for name, suffix in zip(names, ["-rr-snp", "-rr-nondet.log", "-rr.json"]):
        assert (guest.directory / (name + suffix)).read_text() == "precious"
        assert [file.name for file in guest.directory.glob(name + "*")] == [name + suffix]


def test_what_the_operator_began_is_not_the_guests_to_stop(guest):
    """The guest is kept busy: a recording that is begun while it idles can't replay."""
    guest.check("(while :; do :; done) & echo $! > /tmp/busy")
    guest.monitor("begin_record operators")
    guest.said(rb"opening nondet log for write:\s+\S*operators-rr-nondet.log")
    assert calls(guest, "toggle", "mine") == [ERROR]
    guest.monitor("end_record")
    guest.said(rb"operators.*\.\.\.complete!|Time taken was")
    guest.check("kill $(cat /tmp/busy)")
