"""Small log-log charts side by side in one SVG picture: measured points, the expected curve, and a band around it.

    Path("growth.svg").write_text(picture([Chart(...), ...], columns=3))
"""

import math
from dataclasses import dataclass
from html import escape
from typing import Callable

WIDTH, HEIGHT = 360, 300  # of a chart
LEFT, RIGHT, TOP, BOTTOM = 62, 16, 34, 50  # its margins
LEGEND = 34  # height
INK, GRID, CURVE, BAND, ODD = "#222", "#e4e4e4", "#2a6fbb", "#dce9f7", "#c8401f"


@dataclass
class Chart:
    title: str
    x_label: str
    y_label: str
    points: list  # (x, y), x increasing, all above 0
    expected: Callable  # y from x
    tolerance: float  # share of the expected that the band is wide, up and down


def ticks(low, high):
    """Round numbers from low to high, 3 at least where the two are a factor of 3 apart."""
    exponents = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    steps = (1, 2, 5) if high / low > 12 else (1, 1.5, 2, 3, 5, 7)
    return [step * 10.0**exponent for exponent in exponents for step in steps if low <= step * 10.0**exponent <= high]


def line(x1, y1, x2, y2, color):
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{color}"/>'


def label(x, y, text, anchor="middle", more=""):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" {more}>{escape(text)}</text>'


def path(points):
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


class Scales:
    """Where a value lies in the chart; both axes are logarithmic."""

    def __init__(self, chart):
        xs, ys = zip(*chart.points)
        values = [*ys, *(chart.expected(x) * (1 + side * chart.tolerance) for x in xs for side in (-1, 1))]
        self.x_range = xs[0] / 1.15, xs[-1] * 1.15
        low, high = min(values) / 1.15, max(values) * 1.15
        widen = max(1.0, math.sqrt(4 / (high / low)))  # at least a factor of 4, lest noise look like growth
        self.y_range = low / widen, high * widen

    def x(self, value):
        return LEFT + (WIDTH - LEFT - RIGHT) * self.share(value, self.x_range)

    def y(self, value):
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * self.share(value, self.y_range)

    @staticmethod
    def share(value, bounds):
        return math.log(value / bounds[0]) / math.log(bounds[1] / bounds[0])


def axes(chart, scales):
    left, right, top, bottom = LEFT, WIDTH - RIGHT, TOP, HEIGHT - BOTTOM
    parts = []
    for value in ticks(*scales.y_range):
        parts += [line(left, scales.y(value), right, scales.y(value), GRID),
                  label(left - 7, scales.y(value) + 4, f"{value:,g}", "end")]
    free = -math.inf  # names of points that would touch the one before are left out
    for x, _ in chart.points:
        parts.append(line(scales.x(x), top, scales.x(x), bottom + 4, GRID))
        name = f"{x:,.0f}"
        half = 3.6 * len(name)
        if scales.x(x) - half > free:
            parts.append(label(scales.x(x), bottom + 17, name))
            free = scales.x(x) + half
    parts += [line(left, bottom, right, bottom, INK), line(left, top, left, bottom, INK),
              label((left + right) / 2, 20, chart.title, more='font-weight="bold" font-size="14"'),
              label((left + right) / 2, HEIGHT - 14, chart.x_label),
              label(15, (top + bottom) / 2, chart.y_label, more=f'transform="rotate(-90 15 {(top + bottom) / 2:.1f})"')]
    return parts


def curves(chart, scales):
    first, last = chart.points[0][0], chart.points[-1][0]
    xs = [first * (last / first) ** (i / 48) for i in range(49)]

    def curve(factor):
        return [(scales.x(x), scales.y(chart.expected(x) * factor)) for x in xs]

    band = path(curve(1 + chart.tolerance) + curve(1 - chart.tolerance)[::-1])
    return [f'<polygon points="{band}" fill="{BAND}"/>',
            f'<polyline points="{path(curve(1))}" fill="none" stroke="{CURVE}" stroke-dasharray="5 3"/>']


def mark(x, y, odd):
    return (f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{"white" if odd else INK}" stroke="{ODD if odd else INK}" '
            f'stroke-width="{2 if odd else 1}"/>')


def marks(chart, scales):
    places = [(scales.x(x), scales.y(y)) for x, y in chart.points]
    parts = [f'<polyline points="{path(places)}" fill="none" stroke="{INK}" stroke-width="1.3"/>']
    parts += [mark(*place, abs(y / chart.expected(x) - 1) > chart.tolerance) for (x, y), place in zip(chart.points, places)]
    return parts


def legend(tolerance):
    return [mark(4, 8, False), label(14, 12, "measured", "start"),
            f'<rect x="100" y="0" width="30" height="16" fill="{BAND}"/>',
            f'<line x1="100" y1="8" x2="130" y2="8" stroke="{CURVE}" stroke-dasharray="5 3"/>',
            label(138, 12, f"expected, and {tolerance:.0%} more or less", "start"),
            mark(354, 8, True), label(364, 12, "measured, outside that", "start")]


def drawing(chart):
    scales = Scales(chart)
    return curves(chart, scales)[:1] + axes(chart, scales) + curves(chart, scales)[1:] + marks(chart, scales)


def picture(charts, columns):
    """The charts in rows, as the text of an SVG file."""
    rows = -(-len(charts) // columns)
    width, height = columns * WIDTH, rows * HEIGHT + LEGEND
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
             f'font-family="DejaVu Sans, Helvetica, Arial, sans-serif" font-size="11.5" fill="{INK}">',
             f'<rect width="{width}" height="{height}" fill="white"/>']
    for number, chart in enumerate(charts):
        parts += [f'<g transform="translate({number % columns * WIDTH} {number // columns * HEIGHT})">', *drawing(chart), "</g>"]
    parts += [f'<g transform="translate({LEFT} {rows * HEIGHT + 8})">', *legend(charts[0].tolerance), "</g>"]
    return "\n".join([*parts, "</svg>"]) + "\n"
