# SPDX-License-Identifier: GPL-2.0-or-later
"""report: one page that says what ls says, by itself, in a browser, light and dark, on a desk and on a phone."""
import html.parser
import pathlib
import re
import struct
import subprocess
import zlib

import pytest
import recordings

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
        if values.get("class") == "session":
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
    assert Page(text).loads == []
    assert not re.search(r"https?:|url\(|@import", text)


def test_where_it_goes(recctrl, tmp_path):
    night(tmp_path)
    (tmp_path / "empty").mkdir()
    recctrl("report", "empty", "-o", "page.html")
    assert "Recordings in empty" in (tmp_path / "page.html").read_text() and not Page(
        (tmp_path / "page.html").read_text()).rows
    assert "/missing/page" in recctrl.refuses("report", "-o", "/missing/page")
    assert "missing" in recctrl.refuses("report", "missing")
    assert "/dev/full" in recctrl.refuses("report", "-o", "/dev/full")


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
        command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
                   "--proxy-server=127.0.0.1:9", f"--user-data-dir={tmp_path}/profile", *options,
                   (tmp_path / "page.html").as_uri()]
        return subprocess.run(command, capture_output=True, text=True, check=True, timeout=300).stdout

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
