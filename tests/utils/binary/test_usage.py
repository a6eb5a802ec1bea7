# SPDX-License-Identifier: GPL-2.0-or-later
"""The command line: what is taken, and what is told about what isn't."""
import pytest

import compilers

NAME = "a name has 1 to 127 bytes of letters, digits, space, ._-+@:=, and UTF-8 beyond ASCII, not starting with a dot"
SESSION = NAME.replace("a name", "a session's ID").replace("127", "63")
NOTE = "a note has at most 223 bytes of UTF-8 without control characters"

WRONG = [
    ([], "usage: recctrlu COMMAND [ARG...]"),
    (["record"], 'there is no command "record"'),
    ([""], 'there is no command ""'),
    (["toggle"], "toggle: NAME is missing"),
    (["toggle", "a", "b"], "toggle: one word too many: b"),
    (["stop", "a"], "stop: one word too many: a"),
    (["check", "--verbose"], "check: there is no option --verbose"),
    (["toggle", "--note", "n", "a"], "toggle: there is no option --note"),
    (["start", "--notes", "n", "a"], "start: there is no option --notes"),
    (["start", "a", "--note"], "start: a value is missing behind --note"),
    (["open_session", "a", "--session"], "open_session: a value is missing behind --session"),
    (["open_session", "--note", "n", "a"], "open_session: --note needs --session ID"),
    (["open_session", "--session", "", "a"], SESSION),
    (["open_session", "--session", "a/b", "a"], SESSION),
    (["open_session", "--session", "s" * 64, "a"], SESSION),
    (["start", "--note", "n" * 224, "a"], NOTE),
    (["start", "--note", "a\nb", "a"], NOTE),
    (["start", "--note", b"\xff", "a"], NOTE),
    (["run"], "run: NAME is missing"),
    (["run", "a"], "run: -- CMD is missing"),
    (["run", "a", "--"], "run: -- CMD is missing"),
    (["run", "a", "true"], "run: one word too many: true"),
    (["run", "--", "true"], "run: -- CMD is missing"),
    (["run", "a/b", "--", "true"], NAME),
]
VALID_NAMES = ["a", "a" * 127, "-", "-x", "a b", " ", "A.Z_0-9+@:=,", "a..", "\u00e4\u00f6\u00fc", "\u65e5\u672c",
               "\U0001f4fc", "\u00a0", "\ud7ff", "\U0010ffff", "\u00e9" * 63]
INVALID_NAMES = ["", ".", "..", ".hidden", "a/b", "/", "../x", "a\nb", "a\tb", "\x7f", "a\\b", "a*", "a;b", "a'",
                 "a" * 128, "\u0080", "\u009f", b"\xff", b"\x80", b"\xc0\xaf", b"\xc1\xbf", b"\xe0\x80\xaf", b"\xe0\x9f\xbf",
                 b"\xed\xa0\x80", b"\xed\xbf\xbf", b"\xf0\x8f\xbf\xbf", b"\xf4\x90\x80\x80", b"\xf5\x80\x80\x80",
                 b"\xc3", b"a\xe6\x97", b"\xf0\x9f\x93", "\u00e9" * 64]
VALID_USES = [
    ["toggle", "--", "--x"], ["start", "--note", "", "a"], ["start", "a", "--note", "n" * 223],
    ["start", "--note", "--", "a"], ["open_session", "--session", "s" * 63, "--note", "x", "a"],
    ["close_session", "a", "--session=1"], ["run", "--note=n", "a", "--", "true", "--", "x"],
    ["run", "--", "--a", "--", "true"],
]


@pytest.fixture(scope="module", params=["x86_64", "i386", "mips", "armel"])
def recctrlu(request):
    arch = compilers.arch(request.param)
    return lambda words: arch.run(arch.utility, *words)


def test_wrong_usage_is_told(recctrlu):
    for words, message in WRONG:
        result = recctrlu(words)
        assert (result.returncode, result.stdout) == (2, ""), words
        assert message in result.stderr.splitlines()[0], words


def test_names(recctrlu):
    """With a valid one it comes to the question whether there is a recctrl."""
    for name in VALID_NAMES:
        assert recctrlu(["toggle", name]).returncode == 69, name
    for name in INVALID_NAMES:
        result = recctrlu(["toggle", name])
        assert result.returncode == 2 and NAME in result.stderr, name


def test_valid_uses(recctrlu):
    for words in VALID_USES:
        result = recctrlu(words)
        assert (result.returncode, result.stdout) == (69, ""), words
