# SPDX-License-Identifier: GPL-2.0-or-later
"""Pauses over RAM as an SVG file, readable on light and dark pages."""

import math

WIDTH, HEIGHT = 720, 400
LEFT, RIGHT, TOP, BOTTOM = 70, 170, 30, 50
LEAST_MS, MOST_MS = 0.1, 1000  # more, if need be
LABEL = 15

STYLE = """
text { font: 13px sans-serif; fill: #1f2328 } .page { fill: #ffffff } .grid { stroke: #d8dee4 }
.ours { stroke: #0550ae; fill: #0550ae } .reference { stroke: #bc4c00; fill: #bc4c00 }
.quiet { stroke: #6e7781; fill: #6e7781 }
polyline { fill: none !important; stroke-width: 2 } .dashed { stroke-dasharray: 6 4 } text.end { stroke: none }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 } .page { fill: #0d1117 } .grid { stroke: #30363d }
  .ours { stroke: #79c0ff; fill: #79c0ff } .reference { stroke: #ffa657; fill: #ffa657 }
  .quiet { stroke: #8b949e; fill: #8b949e }
}
"""


class Axes:
    """Both logarithmic."""

    def __init__(self, sizes, most):
        self.sizes = sizes
        self.most = max(MOST_MS, 10 ** math.ceil(math.log10(1000 * most)))

    def x(self, megabytes):
        part = math.log(megabytes / self.sizes[0]) / math.log(self.sizes[-1] / self.sizes[0])
        return LEFT + part * (WIDTH - LEFT - RIGHT)

    def y(self, seconds):
        part = math.log(max(1000 * seconds, LEAST_MS) / LEAST_MS) / math.log(self.most / LEAST_MS)
        return HEIGHT - BOTTOM - part * (HEIGHT - TOP - BOTTOM)

    def draw(self):
        ms = LEAST_MS
        while ms <= self.most:
            y = self.y(ms / 1000)
            yield f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
            yield f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{ms:g}</text>'
            ms *= 10
        for size in self.sizes:
            yield f'<text x="{self.x(size):.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{size}</text>'
        yield f'<text x="{LEFT - 50}" y="{TOP - 12}">the guest stands still for ms (median)</text>'
        middle = (LEFT + WIDTH - RIGHT) / 2
        yield f'<text x="{middle}" y="{HEIGHT - 8}" text-anchor="middle">RAM of the guest in MB</text>'


def _label_places(axes, lines):
    """Beside the lines' ends, and none over another."""
    places, last = {}, math.inf
    for label, *_, seconds in sorted(lines, key=lambda line: line[-1][-1]):
        last = places[label] = min(axes.y(seconds[-1]) + 4, last - LABEL)
    return places


def _line(axes, label_y, label, kind, dashed, seconds):
    points = [(axes.x(size), axes.y(value)) for size, value in zip(axes.sizes, seconds)]
    yield f'<g class="{kind}{" dashed" if dashed else ""}">'
    yield '<polyline points="{}"/>'.format(" ".join(f"{x:.1f},{y:.1f}" for x, y in points))
    yield '</g>'
    for x, y in points:
        yield f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="3"/>'
    yield f'<text class="end {kind}" x="{points[-1][0] + 10:.1f}" y="{label_y:.1f}">{label}</text>'


def write(path, sizes, lines):
    """sizes: of RAM in MB; lines: of (label, "ours", "reference" or "quiet", dashed, seconds for each size)."""
    axes = Axes(sizes, max(value for *_, seconds in lines for value in seconds))
    label_places = _label_places(axes, lines)
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
             "<title>Pauses of a guest over its RAM</title>", f"<style>{STYLE}</style>",
             f'<rect class="page" width="{WIDTH}" height="{HEIGHT}"/>', *axes.draw()]
    for line in lines:
        parts += _line(axes, label_places[line[0]], *line)
    path.write_text("\n".join([*parts, "</svg>", ""]))
