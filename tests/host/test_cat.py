# SPDX-License-Identifier: GPL-2.0-or-later
"""cat and grep: what was seen, as text that can't speak to a terminal."""
import json

import pytest
import recordings
from streams import ERROR, INPUT, OUTPUT, PIPES, PTY, RESIZE, opened, record, size, terminal


@pytest.mark.parametrize("output, text", [
    (b"one\r\ntwo", "one\ntwo\n"),
    (b"a\tb\r\n\r\nc\r\n", "a\tb\n\nc\n"),
    (b"progress 10%\rprogress 99%\r\n", "progress 99%\n"),
    (b"lx\b \bs\r\n", "ls\n"),  # the x was taken back
    (b"\x1b[1;31mred\x1b[0m\x1b[Kx\r\n", "redx\n"),
    (b"abcdef\x1b[3D\x1b[2P!\r\n", "abc!\n"),
    (b"abcdef\x1b[4D\x1b[2@XY\r\n", "abXYcdef\n"),
    (b"abcdef\x1b[3G\x1b[K\r\n", "ab\n"),
    (b"ab\x1b[5Cc\x1b[1K\x1b[Gd\r\n", "d\n"),
    (b"x\x1b[3Cy\r\n", "x   y\n"),
    (b"\x1b[2J\x1b[Hfirst\x1b[5;10Hsecond\x1b[?1049lthird", "first\nsecond\nthird\n"),
    (b"caf\xc3\xa9 \xff \xe2\x82\xac\r\n", "caf\u00e9 \ufffd \u20ac\n"),
    (b"\x00\x07a\x0e\x0fb\x7f\xc2\x9b31mc", "ab31mc\n"),
    # Strings to the terminal are gone, with what is in them, but no more than a line of it.
    (b"a\x1b]0;title\x07b\x1b]52;c;Zm9v\x1b\\c\x1bPq#0\x1b\\d\x1b_x\x1b\\e\x1b^x\x1b\\f\x1bXx\x1b\\g", "abcdefg\n"),
    (b"a\x1b]0;no end\r\nb\r\n", "a\nb\n"),
    (b"\x1b[31", ""), (b"\x1b", ""), (b"\xe2\x82", ""), (b"a\xe2\x1b[mb", "a\ufffdb\n"),
    (b"\x1b[99999999999999999999Cx\x1b[1;2;3;4;5;6;7;8;9;0;1;2;3;4;5;6;7;8;9;0;1;2;3;4;5;6;7;8;9;0;1;2;3;4;5;6my\r\n",
     " " * 79 + "xy\n"),
    (b"a\x1b[?2;?3hb\x1b[1?hc\x1b[1 !qd\x1b[1 5qe\x1b(Bf\x1b((Bg\x1b#8h\x1b[1\x18i\x1b[\x1b[mj", "abcdefghij\n"),
])
def test_as_text(recctrl, player, output, text):
    player.recording(terminal(output))
    assert recctrl("cat", "x").stdout == text


def test_in_pieces_it_is_the_same(recctrl, player):
    output = b"caf\xc3\xa9\x1b[31mred\x1b]0;t\x1b\\\x1b[3D\xf0\x9f\x98\x80\r\n"
    player.recording(terminal(output))
    whole = recctrl("cat", "x").stdout
    player.say(terminal(*[bytes([byte]) for byte in output]))
    assert recctrl("cat", "x", "--fresh").stdout == whole == "caf\u00e9\U0001f600ed\n"


def test_wrapped_lines_are_one(recctrl, player):
    """As a shell's line editor on a narrow terminal has it: it wraps by a blank, goes up a row and changes a letter."""
    player.recording(terminal(b"$ 34567890", b"abcde \r", b"\x1b[A\x1b[3Cx\x1b[B\x1b[2D!", b"\r\nlong" + b"-" * 30 + b"\r\n",
                              columns=10))
    assert recctrl("cat", "x").stdout == "$ 3x567890ab!de\nlong" + "-" * 30 + "\n"


def test_a_resize(recctrl, player):
    player.recording(opened(0, 1, PTY), record(RESIZE, 0, 1, size(80, 24)), record(OUTPUT, 1, 1, b"0123456789\r"),
                     record(RESIZE, 2, 1, size(5, 5)), record(OUTPUT, 3, 1, b"abcdefg\rX"))
    assert recctrl("cat", "x").stdout == "abcdeXg789\n"


def test_a_line_without_an_end(recctrl, player):
    player.recording(*[terminal(*[b"x" * 60000] * 5, columns=1000)])
    lines = recctrl("cat", "x").stdout.splitlines()
    assert "".join(lines) == "x" * 300000 and max(map(len, lines)) == 8192


def test_without_a_terminal(recctrl, player):
    player.recording(opened(0, 1, PIPES), record(OUTPUT, 1, 1, b"a" * 200 + b"  \nb"), record(ERROR, 2, 1, b"oops\n"),
                     record(OUTPUT, 3, 1, b"c\n"), record(INPUT, 4, 1, b"typed\n"))
    assert recctrl("cat", "x").stdout == "a" * 200 + "  \noops\nbc\n"


def test_several_sessions(recctrl, player):
    player.recording(terminal(b"one"), terminal(b"two", channel=2))
    assert recctrl("cat", "x").stdout == ("== session 1: terminal pts/0, /bin/bash\none\n\n"
                                          "== session 2: terminal pts/1, /bin/bash\ntwo\n")
    assert recctrl("cat", "x", "-s", "2").stdout == "two\n"
    assert "no session 3" in recctrl.refuses("cat", "x", "-s", "3")
    assert "one recording" in recctrl.refuses("cat", status=2)


# --- grep ---


@pytest.fixture
def three(player):
    """Recordings a, b and c, of which the last is broken."""
    for name, texts in (("a", [b"wget http://evil\r\n", b"\x1b[31mroot\x1b[m\r\n"]), ("b", [b"$ ls -l\r\n", b"Root (of 4)\r\n"])):
        player.recording(opened(0, 1, PTY), record(INPUT, 50, 1, name.encode() + b"-typed\r"),
                         *(record(OUTPUT, 5000 * number, 1, text) for number, text in enumerate(texts)), name=name)
        player.recctrl("cat", name)
    recordings.Recording(player.directory, "c").write_manifest(state="incomplete")
    return player


@pytest.mark.parametrize("arguments, found", [
    (["root"], "a:1:0.50: root\n"), (["-i", "root"], "a:1:0.50: root\nb:1:0.50: Root (of 4)\n"),
    (["ls|wget"], "a:1:0.01: wget http://evil\nb:1:0.01: $ ls -l\n"), (["-F", "(of 4)"], "b:1:0.50: Root (of 4)\n"),
    (["-F", "-i", "ROOT", "-l"], "a\nb\n"), (["^root$", "-l"], "a\n"), (["--input", "typed"], "a:1:0.01: a-typed\nb:1:0.01: b-typed\n"),
    (["root", "a"], "a:1:0.50: root\n"),
])
def test_grep(recctrl, three, arguments, found):
    result = recctrl("grep", *arguments, status=0 if arguments[-1] == "a" else 1)
    assert result.stdout == found and ("c: incomplete" in result.stderr) == (arguments[-1] != "a")
    assert three.runs() == 2


def test_grep_finds_nothing(recctrl, three):
    for arguments in (["nowhere", "a", "b"], ["typed", "a"]):
        result = recctrl("grep", *arguments, status=1)
        assert result.stdout == result.stderr == ""
    assert json.loads(recctrl("grep", "--json", "nowhere", "a", status=1).stdout) == []


def test_keys_are_lines(recctrl, player):
    player.recording(opened(0, 1, PTY), record(INPUT, 50, 1, b"ls -k\x7fl\rpass\x1b[Aword\r"))
    assert recctrl("grep", "--input", ".").stdout == "x:1:0.01: ls -l\nx:1:0.01: pass\nx:1:0.01: word\n"


def test_grep_as_json(recctrl, three):
    assert json.loads(recctrl("grep", "--json", "root", "a").stdout) == [
        {"recording": "a", "session": 1, "seconds": 0.5, "text": "root"}]


def test_grep_replays_what_has_no_transcript(recctrl, player):
    for name in "abcde":
        player.recording(terminal(b"needle"), name=name)
    assert recctrl("grep", "-l", "-j", "3", "needle").stdout == "a\nb\nc\nd\ne\n"
    assert player.runs() == 5
    assert recctrl("grep", "-l", "needle").stdout.count("\n") == 5 and player.runs() == 5


@pytest.mark.parametrize("arguments, named", [
    ([], "search"), (["("], '"("'), (["x", "-j", "0"], '"0"'), (["x", "-j", "no"], '"no"'),
])
def test_grep_wrong_usage(recctrl, arguments, named):
    assert named in recctrl.refuses("grep", *arguments, status=2)


def test_grep_in_nothing(recctrl, player):
    assert "missing" in recctrl.refuses("grep", "x", "--dir", "missing")
    assert '"nope"' in recctrl.refuses("grep", "x", "nope")
    assert recctrl("grep", "x", status=1).stdout == ""
