# SPDX-License-Identifier: GPL-2.0-or-later
"""play: at the session's pace, and nothing gets through that speaks to the terminal."""
import os
import pty
import re
import signal
import subprocess
import time

import pytest
from streams import ERROR, INPUT, OUTPUT, PIPES, opened, record, terminal


@pytest.mark.parametrize("output, through", [
    (b"text\r\n\tx\b", b"text\r\n\tx\b"),
    (b"\x1b[1;31mred\x1b[0m\x1b[38;5;200m\x1b[38:2:1:2:3mx", b"\x1b[1;31mred\x1b[0m\x1b[38;5;200m\x1b[38:2:1:2:3mx"),
    (b"\x1b[2J\x1b[H\x1b[5;6Hx\x1b[K\x1b[?1049h\x1b[?25l\x1b[1;24r\x1bM\x1b7\x1b8\x1b(0q\x1b(B", None),
    (b"\x1b[?1;2004;25h|\x1b[4;20l", b"\x1b[?1h\x1b[?25h|\x1b[4l"),
    # Titles, the clipboard, links, device controls; reports of the mouse, of focus, of the terminal's state.
    (b"\x1b]0;t\x07\x1b]52;c;Zm9v\x07\x1b]8;;http://x\x1b\\y\x1bP$qm\x1b\\\x1b_a\x1b\\", b"y"),
    (b"\x1b[c\x1b[>c\x1b[6n\x1b[?6n\x1b[5i\x1b[21t\x1b[?1000h\x1b[?1006h\x1b[?1004h\x1b[x\x1bZ\x1b[=1c\x1b[!p\x1bc|", b"|"),
    (b"\x1b[>4;1m\x1b[?1$p\x1b[ q\x1b[2 q\x1b#8\x1b%G\x1bn\x1b}|", b"|"),
    (b"\x1b[1;2$r\x1b[2 @\x1b[1;5*x\x1b[3;4'h|", b"|"),  # they would draw something else without what is before the letter
    (b"a\x9b31mb\xc2\x9b31mc\xc2\x9dd\x05e\x07f\x00g\x7fh", b"a\xef\xbf\xbd31mb31mcdefgh"),
    (b"\xff\xfe\xf5|\xed\xa0\x80|", b"\xef\xbf\xbd" * 3 + b"|" + b"\xef\xbf\xbd" * 3 + b"|"),
    (b"\x1b[99999999b|\x1b[;;5H", b"\x1b[9999b|\x1b[;;5H"),
    (b"\x1b[31\x1b[c\x07m|", b"m|"), (b"\x1b[3\n1mx", b"\n\x1b[31mx"), (b"\x1b\x1b[cx\x1b", b"x"),
])
def test_what_gets_through(recctrl, player, output, through):
    player.recording(terminal(output))
    result = subprocess.run([recctrl.program, "play", "x"], cwd=player.directory, env=recctrl.environment,
                            capture_output=True, check=True)
    assert result.stdout == (output if through is None else through)
    raw = subprocess.run([recctrl.program, "play", "--raw", "x"], cwd=player.directory, env=recctrl.environment,
                         capture_output=True, check=True)
    assert raw.stdout == output


def test_every_sequence_of_two_bytes(recctrl, player):
    """Whatever follows ESC, or a CSI: what comes out is of the few kinds that draw."""
    output = b"".join(bytes([27, a]) + bytes([b]) for a in range(32, 127) for b in range(32, 127)) + b"\n"
    output += b"".join(b"\x1b[" + bytes([a, b]) + b"\x18" for a in range(32, 127) for b in range(32, 127))
    player.recording(*[terminal(*(output[at:at + 60000] for at in range(0, len(output), 60000)))])
    text = subprocess.run([recctrl.program, "play", "x"], cwd=player.directory, env=recctrl.environment,
                          capture_output=True, check=True).stdout
    rest = re.sub(rb"\x1b(\[[0-9;:]*[@A-MPSTXZ`abdefmrsu]|\[\?[0-9;:]*[JK]|\[\??[0-9]+[hl]|[()][0AB]|[78DEM=>])", b"", text)
    assert len(rest) < len(text) - 1000 and b"\x1b" not in rest
    assert not re.search(rb"[\x00-\x07\x10-\x1f\x7f]", rest)


def played(recctrl, player, *arguments):
    """Seconds that it took."""
    begun = time.monotonic()
    recctrl("play", "x", *arguments)
    return time.monotonic() - begun


def test_pace(recctrl, player):
    """Two seconds; only that what is slower takes longer is certain."""
    player.recording(terminal(b"a", b"b", start=0), clock=((100, 1000), (200, 2000000)))
    recctrl("cat", "x")
    assert played(recctrl, player) >= 2
    assert played(recctrl, player, "--speed", "4") >= 0.5
    assert played(recctrl, player, "--idle-limit", "0.25") >= 0.25
    assert played(recctrl, player, "--speed", "0.5", "-i", "0.5") >= 1


def test_which_session(recctrl, player):
    player.recording(opened(0, 1, PIPES), record(OUTPUT, 1, 1, b"pipes\n"), record(ERROR, 2, 1, b"oops\n"),
                     record(INPUT, 3, 1, b"typed\n"), opened(4, 2, 1), terminal(b"seen", channel=3))
    assert recctrl("play", "x").stdout == "seen"
    assert "session 3 of 3" in recctrl("play", "x").stderr
    result = recctrl("play", "x", "--session", "1")
    assert result.stdout == "pipes\noops\n" and result.stderr == ""
    player.say()
    assert "no session" in recctrl.refuses("play", "x", "--fresh")


@pytest.mark.parametrize("arguments", [["--speed", "0"], ["--speed", "x"], ["--speed", "-1"], ["--speed", "nan"],
                                       ["--idle-limit", "-1"], ["--idle-limit", ""], ["-i", "1s"], ["-s", "x"]])
def test_wrong_usage(recctrl, arguments):
    assert f'"{arguments[1]}"' in recctrl.refuses("play", "x", *arguments, status=2)


class Screen:
    """recctrl on a terminal of its own."""

    def __init__(self, recctrl, player, *arguments):
        self.end, child = pty.openpty()
        self.process = subprocess.Popen([recctrl.program, *arguments], cwd=player.directory, env=recctrl.environment,
                                        stdin=child, stdout=child, stderr=child, start_new_session=True)
        os.close(child)
        self.text = b""

    def read(self, until=None):
        while until is None or until not in self.text:
            try:
                self.text += os.read(self.end, 65536)
            except OSError:
                break
        return self.text

    def close(self):
        status = self.process.wait(timeout=60)
        os.close(self.end)
        return status


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_terminal_is_put_right_when_it_is_broken_off(recctrl, player, number):
    player.recording(terminal(b"\x1b[?1049h\x1b[?25lseen", b"later"), clock=((200, 1000), (300, 600000000)))
    recctrl("cat", "x")
    screen = Screen(recctrl, player, "play", "x")
    screen.read(b"seen")
    screen.process.send_signal(number)
    text = screen.read()
    assert screen.close() == -number
    assert b"later" not in text and text.index(b"\x1b[?1049l") > text.index(b"seen") and b"\x1b[?7;25h" in text


def test_progress_on_a_terminal(recctrl, player):
    player.recording(terminal(b"seen\r\n"))
    screen = Screen(recctrl, player, "cat", "x")
    text = screen.read()
    assert screen.close() == 0 and b"50 %  x" in text and text.endswith(b"seen\r\n")
