"""Plots as inline SVG. Their colours are CSS classes of the page, so that they follow light and dark."""

import math
from collections.abc import Sequence
from html import escape

WIDTH, HEIGHT = 560, 260
LEFT, RIGHT, TOP, BOTTOM = 52, 14, 14, 42


class Plot:
    """A frame with axes from 0, into which marks are put in the axes' units."""

    def __init__(self, title: str, horizontal: str, vertical: str, right: float, top: float,
                 ticks: dict[float, str] | None = None) -> None:
        """Draw the axes up to `right` and `top`; `ticks` names places on the horizontal axis if not round numbers."""
        self.title, self.right, self.top = title, right, top
        self.parts: list[str] = []
        self._axes(horizontal, vertical, round_ticks(right) if ticks is None else ticks)

    def x(self, value: float) -> float:
        """Horizontal place of a value in the drawing."""
        return round(LEFT + value / self.right * (WIDTH - LEFT - RIGHT), 1)

    def y(self, value: float) -> float:
        """Vertical place of a value in the drawing."""
        return round(HEIGHT - BOTTOM - value / self.top * (HEIGHT - TOP - BOTTOM), 1)

    def _axes(self, horizontal: str, vertical: str, ticks: dict[float, str]) -> None:
        for value, label in round_ticks(self.top).items():
            self.parts.append(f'<line class="grid" x1="{LEFT}" y1="{self.y(value)}" x2="{WIDTH - RIGHT}" '
                              f'y2="{self.y(value)}"/>')
            self.text(LEFT - 8, self.y(value) + 4, label, "end")
        for value, label in ticks.items():
            self.text(self.x(value), HEIGHT - BOTTOM + 18, label, "middle")
        self.text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, horizontal, "middle")
        middle = (TOP + HEIGHT - BOTTOM) / 2
        self.parts.append(f'<text class="label" x="13" y="{middle}" text-anchor="middle" '
                          f'transform="rotate(-90 13 {middle})">{escape(vertical)}</text>')

    def text(self, x: float, y: float, text: str, anchor: str) -> None:
        """Write a label."""
        self.parts.append(f'<text class="label" x="{x}" y="{y}" text-anchor="{anchor}">{escape(text)}</text>')

    def line(self, xs: Sequence[float], ys: Sequence[float], kind: str) -> None:
        """Draw a curve in the colour `kind`."""
        points = " ".join(f"{self.x(x)},{self.y(min(y, self.top))}" for x, y in zip(xs, ys))
        self.parts.append(f'<polyline class="curve {kind}" points="{points}"/>')

    def bar(self, left: float, right: float, height: float, kind: str) -> None:
        """Draw a bar from the bottom up."""
        x, y = self.x(left) + 1, self.y(height)
        width = max(self.x(right) - x - 1, 0.5)
        self.parts.append(f'<rect class="bar {kind}" x="{x}" y="{y}" width="{width:.1f}" '
                          f'height="{self.y(0) - y:.1f}" rx="1.5"/>')

    def dot(self, x: float, y: float, kind: str, hint: str) -> None:
        """Draw a dot with a text that shows under the pointer."""
        self.parts.append(f'<circle class="dot {kind}" cx="{self.x(x)}" cy="{self.y(min(y, self.top))}" r="4">'
                          f'<title>{escape(hint)}</title></circle>')

    def upright(self, x: float, text: str) -> None:
        """Draw a dashed upright line with a label."""
        self.parts.append(f'<line class="limit" x1="{self.x(x)}" y1="{TOP}" x2="{self.x(x)}" y2="{self.y(0)}"/>')
        self.text(self.x(x) + 5, TOP + 10, text, "start")

    def level(self, y: float, text: str) -> None:
        """Draw a dashed level line with a label."""
        self.parts.append(f'<line class="limit" x1="{LEFT}" y1="{self.y(y)}" x2="{WIDTH - RIGHT}" y2="{self.y(y)}"/>')
        self.text(WIDTH - RIGHT - 4, self.y(y) - 5, text, "end")

    def svg(self) -> str:
        """Return the drawing."""
        return (f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(self.title)}">'
                f'<title>{escape(self.title)}</title>{"".join(self.parts)}</svg>')


def round_ticks(largest: float) -> dict[float, str]:
    """Choose four to eight round numbers from 0 to the largest, and write them."""
    power = 10.0 ** math.floor(math.log10(largest))
    step = next(power * part for part in (0.2, 0.25, 0.5, 1.0, 2.0) if largest / (power * part) < 7)
    count = math.floor(largest / step + 1e-9)
    thousands = largest >= 10_000
    return {step * number: f"{step * number / 1000:g}k" if thousands else f"{step * number:.4g}"
            for number in range(count + 1)}
