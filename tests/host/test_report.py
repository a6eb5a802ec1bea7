# SPDX-License-Identifier: GPL-2.0-or-later
"""report: one page that says what ls says, by itself, in a browser, light and dark, on a desk and on a phone."""
import html.parser
import json
import pathlib
import re
import stat
import struct
import subprocess
import zlib

import pytest
import recordings
from streams import OUTPUT, PIPES, PTY, RESIZE, opened, record, size, terminal

HOSTILE = '<script>alert("x")</script>&amp;'
LIGHT, DARK = (255, 255, 255), (0x12, 0x16, 0x1d)
GREEN, RED = (0x1a, 0x7f, 0x5a), (0xc0, 0x26, 0x2d)


class Page(html.parser.HTMLParser):
    """The table's rows, the timeline's bars, and everything that a browser would load or run."""

    def __init__(self, text):
        super().__init__()
        self.rows, self.bars, self.loads, self.text, self.cell = [], [], [], "", None
        self.sessions, self.names_session = [], False
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if tag == "tr" and "id" in values:
            self.rows.append({})
        self.cell = values.get("data-label") if tag == "td" else self.cell
        if values.get("class") == "part":
            self.sessions.append(("", []))
        self.names_session = tag == "p" and bool(self.sessions)
        if tag == "a" and "style" in values:
            bar = (values["class"], *map(float, re.findall(r"[\d.]+", values["style"])))
            (self.sessions[-1][1] if self.sessions else self.bars).append(bar)
        if tag in ("script", "link", "img", "iframe") or "src" in values or any(key.startswith("on") for key in values):
            self.loads.append((tag, values))

    def handle_endtag(self, tag):
        self.cell = None if tag == "td" else self.cell
        self.names_session = False

    def handle_data(self, data):
        self.text += data
        if self.names_session:
            self.sessions[-1] = (self.sessions[-1][0] + data, self.sessions[-1][1])
        if self.cell and self.rows:
            self.rows[-1][self.cell] = self.rows[-1].get(self.cell, "") + data


def night(directory):
    """Three recordings from 8 to 10 o'clock; the last one is broken."""
    recordings.Recording(directory, "a").write_manifest(
        started="2024-11-23T08:00:00.000Z", ended="2024-11-23T08:30:00.000Z", sessions=["17", "alice"], note=HOSTILE)
    recordings.Recording(directory, "b" * 120).write_manifest(
        started="2024-11-23T09:00:00.000Z", ended="2024-11-23T10:00:00.000Z", end_reason="timeout")
    recordings.Recording(directory, "c").write_manifest(
        started="2024-11-23T09:30:00.000Z", ended=None, state="incomplete", reason="no space <left>")


def test_content(recctrl, tmp_path):
    night(tmp_path)
    text = recctrl("report", TZ="UTC").stdout
    page = Page(text)
    assert [row["Name"] for row in page.rows] == ["a", "b" * 120, "c"]
    assert page.rows[0]["Who"] == "17, alice" and page.rows[0]["Note"] == HOSTILE
    assert page.rows[0]["Length"] == "30 min 00 s" and page.rows[0]["Instructions"] == "1 234"
    assert [row["Ended by"] for row in page.rows] == ["guest", "timeout", "guest"]
    assert page.bars == [("whole", 0, 25), ("whole", 50, 50), ("incomplete", 75, 0)]
    assert "c: no space <left>" in page.text and "2024-11-23 10:00:00" in page.text


def test_each_session_has_a_timeline(recctrl, tmp_path):
    """With the recordings that it was in; the first that came is first."""
    for name, hour, sessions in (("a", 8, ["zoe", HOSTILE]), ("b", 9, ["zoe"]), ("c", 11, ["bob", "zoe"]), ("d", 11, None)):
        recordings.Recording(tmp_path, name).write_manifest(
            started=f"2024-11-23T{hour:02}:00:00.000Z", ended=f"2024-11-23T{hour + 1:02}:00:00.000Z", sessions=sessions)
    page = Page(recctrl("report").stdout)
    assert page.sessions == [(HOSTILE, [("whole", 0, 25)]), ("zoe", [("whole", 0, 25), ("whole", 25, 25), ("whole", 75, 25)]),
                             ("bob", [("whole", 75, 25)])]
    assert len(page.bars) == 4


def test_nothing_is_loaded_or_run(recctrl, tmp_path):
    night(tmp_path)
    text = recctrl("report").stdout
    assert Page(text).loads == [] and "<script" not in text
    assert not re.search(r"https?:|url\(|@import", text)


def test_where_it_goes(recctrl, tmp_path):
    night(tmp_path)
    (tmp_path / "empty").mkdir()
    recctrl("report", "empty", "-o", "page.html")
    assert "Recordings in empty" in (tmp_path / "page.html").read_text() and not Page(
        (tmp_path / "page.html").read_text()).rows
    assert "Recordings in empty" in recctrl("report", "--dir", "empty").stdout
    assert stat.S_IMODE((tmp_path / "page.html").stat().st_mode) == 0o600
    (tmp_path / "page.html").chmod(0o644)
    recctrl("report", "empty", "-o", "page.html")
    assert stat.S_IMODE((tmp_path / "page.html").stat().st_mode) == 0o644
    assert "/missing/page" in recctrl.refuses("report", "-o", "/missing/page")
    assert "missing" in recctrl.refuses("report", "missing")
    assert "/dev/full" in recctrl.refuses("report", "-o", "/dev/full")


def test_a_page_that_cannot_be_written_leaves_the_old_one(recctrl, tmp_path):
    """Nor is anything left of the new one; a link stays one."""
    night(tmp_path)
    (tmp_path / "page.html").write_text("old")
    (tmp_path / "link").symlink_to("page.html")
    before = sorted(tmp_path.iterdir())
    limited = subprocess.run(["prlimit", "--fsize=1000", "env", "--ignore-signal=XFSZ", recctrl.program, "report", "-o",
                              "page.html"], cwd=tmp_path, env=recctrl.environment, capture_output=True, text=True, check=False)
    assert (limited.returncode, limited.stderr) == (1, "recctrl report: can't write page.html: File too large\n")
    assert (tmp_path / "page.html").read_text() == "old" and sorted(tmp_path.iterdir()) == before
    recctrl("report", "-o", "link")
    assert (tmp_path / "link").is_symlink() and "Recordings" in (tmp_path / "page.html").read_text()


def browse(page, *options, place=""):
    """What chromium prints about a page, without a network."""
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
               "--proxy-server=127.0.0.1:9", f"--user-data-dir={page.parent}/profile", *options, page.as_uri() + place]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=300).stdout


def pixels(png):
    """Rows of (red, green, blue) of a PNG with 8 bits per colour, as Chromium writes it."""
    data, at, packed = pathlib.Path(png).read_bytes(), 8, b""
    while at < len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        if kind == b"IHDR":
            width, height, _, colour = struct.unpack_from(">IIBB", data, at + 8)
        packed += data[at + 8:at + 8 + length] if kind == b"IDAT" else b""
        at += 12 + length
    size = {2: 3, 6: 4}[colour]
    raw, above, rows = zlib.decompress(packed), bytes(width * size), []
    for y in range(height):
        start = y * (width * size + 1)
        line = bytearray(raw[start + 1:start + 1 + width * size])
        for x in range(len(line)):
            a, b = line[x - size] if x >= size else 0, above[x]
            c = above[x - size] if x >= size else 0
            paeth = min((abs(b - c), 0, a), (abs(a - c), 1, b), (abs(a + b - 2 * c), 2, c))[2]
            line[x] = (line[x] + (0, a, b, (a + b) // 2, paeth)[raw[start]]) & 0xff
        rows.append([tuple(line[x:x + 3]) for x in range(0, len(line), size)])
        above = line
    return rows


@pytest.fixture
def chromium(recctrl, tmp_path):
    """chromium(*options) runs it on the page, without a network, and gives what it prints."""
    night(tmp_path)
    recctrl("report", "-o", "page.html")

    def run(*options):
        return browse(tmp_path / "page.html", *options)

    return run


def test_in_a_browser(chromium):
    page = Page(chromium("--dump-dom"))
    assert [row["Name"] for row in page.rows] == ["a", "b" * 120, "c"] and len(page.bars) == 3
    assert page.rows[0]["Note"] == HOSTILE and page.loads == []


@pytest.mark.parametrize("width, options, back", [
    (1000, [], LIGHT), (360, [], LIGHT), (1000, ["--blink-settings=preferredColorScheme=0"], DARK),
])
def test_as_it_looks(chromium, tmp_path, width, options, back):
    chromium(f"--window-size={width},700", f"--screenshot={tmp_path}/page.png", *options)
    rows = pixels(tmp_path / "page.png")
    seen = {colour for row in rows for colour in row}
    assert rows[0][0] == back
    assert back == DARK or {GREEN, RED} <= seen  # whole and incomplete
    assert len(seen) > 20  # letters
    # Nothing hangs over the right edge.
    assert {row[x] for row in rows for x in range(len(row) - 8, len(row))} == {back}


# --- sessions ---


class Seen(html.parser.HTMLParser):
    """What the browser made of the sessions: rows on a screen, lines of text, names of those that are shown."""

    def __init__(self, text):
        super().__init__()
        self.rows, self.text, self.shown, self.scripts, self.found, self.inside = [], "", [], [], "", []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if tag == "input":
            return
        kind = values.get("id") or values.get("class") or tag
        self.inside.append((tag, kind, "hidden" in values))
        if kind == "row":
            self.rows.append("")
        if tag == "script":
            self.scripts.append(values)
        assert "src" not in values and not any(key.startswith("on") for key in values)

    def handle_endtag(self, tag):
        while self.inside and self.inside.pop()[0] != tag:
            pass

    def handle_data(self, data):
        kinds = [kind for _, kind, _ in self.inside]
        if "row" in kinds:
            self.rows[-1] += data
        elif "text" in kinds:
            self.text += data
        elif kinds[-1:] == ["found"]:
            self.found += data
        elif kinds[-1:] == ["b"] and "session" in kinds and not any(hidden for _, _, hidden in self.inside):
            self.shown.append(data)


@pytest.fixture
def sessions(recctrl, player, tmp_path):
    """A page with a terminal, hostile to the page and to the player, and a session without a terminal."""
    outputs = [b"guest$ ", b"echo </script><script>document.title='x'</script><!--\r\n",
               b"\x1b[1;31mred\x1b[m caf\xc3\xa9 \xff\x1b]0;gone\x07"]
    player.recording(opened(0, 1, PTY, terminal="pts/0"), record(RESIZE, 0, 1, size(70, 4)),
                     *(record(OUTPUT, 1000 * number, 1, output) for number, output in enumerate(outputs, 1)), name="a")
    recctrl("cat", "a")
    player.recording(opened(0, 1, PIPES, command="scp -t <b>", uid="1000"), record(OUTPUT, 9, 1, HOSTILE.encode() + b"\nneedle\n"),
                     name="b")
    recctrl("cat", "b")
    recctrl("report", "-o", "page.html")
    return tmp_path / "page.html"


def test_sessions_are_in_the_page(recctrl, sessions):
    text = sessions.read_text()
    assert text.count("<script") == 2 and text.count("</script") == 2  # a terminal's data, and the player
    assert not re.search(r"https?:|url\(|@import", text)
    seen = Seen(text)
    assert seen.scripts == [{"type": "application/json"}, {}]
    assert seen.text == ("    0.10  guest$ echo </script><script>document.title='x'</script><!--\n"
                         "    0.30  red caf\u00e9 \ufffd\n    0.00  " + HOSTILE + "\n    0.00  needle\n")
    assert "scp -t &lt;b&gt;" in text and "gone" not in text
    assert text.count(">watch</a>") == 2
    assert re.findall(r"user [^,<]*", text) == ["user 1000"]  # of the terminal nobody said it


def test_a_session_is_watched_in_the_browser(recctrl, sessions):
    """Its first screen when it is opened."""
    assert Seen(browse(sessions, "--dump-dom")).rows == []
    seen = Seen(browse(sessions, "--dump-dom", place="#s0"))
    assert seen.rows == ["guest$", "", "", ""] and "document.title" in seen.text
    assert "Recordings" in re.search(r"<title>(.*?)</title>", browse(sessions, "--dump-dom"))[1]


def test_a_session_plays_to_its_end(recctrl, sessions):
    seen = Seen(browse(sessions, "--dump-dom", "--virtual-time-budget=60000", place="#s0=play"))
    assert seen.rows == ["guest$ echo </script><script>document.title='x'</script><!--", "red caf\u00e9 \ufffd", "", ""]


def test_text_is_searched_in_the_browser(recctrl, sessions):
    assert Seen(browse(sessions, "--dump-dom")).shown == ["a", "b"]
    seen = Seen(browse(sessions, "--dump-dom", place="#find=NEEDLE"))
    assert (seen.shown, seen.text, seen.found) == (["b"], "    0.00  needle", "1 line")


def test_no_other_script_runs(recctrl, sessions):
    """The page's policy stops one that a mistake let in."""
    text = sessions.read_text()
    sessions.write_text(text.replace("</h1>", "</h1><script>document.title='evil'</script><img src=x onerror=\"document.title='evil'\">"))
    page = browse(sessions, "--dump-dom", place="#s0")
    assert "<title>Recordings</title>" in page and Seen(text).rows == []
    assert "guest$" in page


def test_screens_as_they_change(recctrl, player, tmp_path):
    """What the player is given: each row once, the cursor, the size, the alternate screen and what was under it."""
    output = [b"one\r\ntwo", b"\x1b[?1049h\x1b[2J\x1b[2;3H\x1b[7;32mx\xe4\xb8\xad", b"\x1b[?25l", b"\x1b[m\x1b[?1049l\x1b[?25h"]
    player.recording(opened(0, 1, PTY), record(RESIZE, 0, 1, size(20, 3)),
                     *(record(OUTPUT, 1000 * number, 1, text) for number, text in enumerate(output, 1)),
                     record(RESIZE, 5000, 1, size(30, 2)))
    recctrl("cat", "x")
    text = recctrl("report").stdout
    data = json.loads(re.search(r'<script type="application/json">(.*?)</script>', text)[1])
    assert (data["columns"], data["length"], data["first"]) == (30, 500, 100)
    screens, screen = [], []
    for ms, y, x, count, *changes in data["frames"]:
        screen = (screen + [None] * count)[:count]
        for row, index in zip(changes[::2], changes[1::2]):
            screen[row] = "".join(data["rows"][index][::2])
        screens.append((ms, y, x, list(screen)))
    assert screens == [(0, 0, 0, ["", "", ""]), (100, 1, 3, ["one", "two", ""]), (200, 1, 5, ["", "  x\u4e2d", ""]),
                       (300, -1, 5, ["", "  x\u4e2d", ""]), (400, 1, 3, ["one", "two", ""]), (500, 1, 3, ["one", "two"])]
    assert [row for row in data["rows"] if "x\u4e2d" in row] == [["  ", 0, "x\u4e2d", 1]]
    assert data["styles"] == [[None, None, 0], ["#00e000", None, 8]]
    assert len({json.dumps(row) for row in data["rows"]}) == len(data["rows"])


def test_a_session_that_is_too_long(recctrl, player):
    """Of random places in random colours: its data is cut."""
    output = b"".join(b"\x1b[%d;%dH\x1b[38;2;%d;%d;%dm%d" % (n % 24 + 1, n * 7 % 80 + 1, n % 31, n % 29, 0, n)
                      for n in range(20000))
    pieces = [output[at:at + 100] for at in range(0, len(output), 100)]
    player.recording(opened(0, 1, PTY), *(record(OUTPUT, 500 * number, 1, text) for number, text in enumerate(pieces)),
                     clock=((10**8, 10**10),))
    recctrl("cat", "x")
    text = recctrl("report").stdout
    assert "recctrl play plays all" in text and "recctrl cat prints all" not in text and len(text) < 4 << 20


def test_transcripts_are_made_if_asked_for(recctrl, player):
    player.recording(terminal(b"seen"), name="a")
    recordings.Recording(player.directory, "b").write_manifest(target="ppc")
    recordings.Recording(player.directory, "c").write_manifest(state="incomplete", reason="no space")
    assert "watch" not in recctrl("report").stdout and player.runs() == 0
    result = recctrl("report", "--replay")
    assert result.stdout.count(">watch</a>") == 1 and "seen" in result.stdout and player.runs() == 1
    assert result.stderr.startswith("recctrl report: b: transcripts can't be read") and result.stderr.count("\n") == 1
