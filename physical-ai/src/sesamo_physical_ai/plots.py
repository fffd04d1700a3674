"""Plots as inline SVG. Their colours are CSS classes of the page, so that they follow light and dark."""

from collections.abc import Sequence
from html import escape

WIDTH, HEIGHT = 560, 260
LEFT, RIGHT, TOP, BOTTOM = 52, 14, 14, 42


class Plot:
    """A frame with axes from 0, into which marks are put in the axes' units."""

    def __init__(self, title: str, horizontal: str, vertical: str, right: float, top: float) -> None:
        self.title, self.right, self.top = title, right, top
        self.parts: list[str] = []
        self._axes(horizontal, vertical)

    def x(self, value: float) -> float:
        """Horizontal place of a value in the drawing."""
        return round(LEFT + value / self.right * (WIDTH - LEFT - RIGHT), 1)

    def y(self, value: float) -> float:
        """Vertical place of a value in the drawing."""
        return round(HEIGHT - BOTTOM - value / self.top * (HEIGHT - TOP - BOTTOM), 1)

    def _axes(self, horizontal: str, vertical: str) -> None:
        for step in range(5):
            across, up = self.right * step / 4, self.top * step / 4
            self.parts.append(f'<line class="grid" x1="{LEFT}" y1="{self.y(up)}" x2="{WIDTH - RIGHT}" '
                              f'y2="{self.y(up)}"/>')
            self.text(LEFT - 8, self.y(up) + 4, short(up, self.top), "end")
            self.text(self.x(across), HEIGHT - BOTTOM + 18, short(across, self.right), "middle")
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


def short(value: float, largest: float) -> str:
    """Write an axis value with as many digits as its axis needs."""
    if largest >= 10_000:
        return f"{value / 1000:.0f}k"
    return f"{value:.0f}" if largest >= 20 else f"{value:.1f}" if largest >= 2 else f"{value:.2f}"
