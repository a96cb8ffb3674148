"""Plain pictures: one figure for each set and method, and how time and memory grow."""

from html import escape
from math import log10

COLOURS = ("#0b6e4f", "#888888", "#d1495b", "#edae49", "#3d5a80")
LEFT, BAR, GAP, WIDTH = 150, 9, 12, 420


def draw(figures: dict[tuple[str, str], float]) -> str:
    """An SVG with a bar for each (set, method)."""
    sets = list(dict.fromkeys(name for name, _ in figures))
    methods = list(dict.fromkeys(method for _, method in figures))
    parts, top = [], 20 + 16 * len(methods)
    for place, method in enumerate(methods):
        parts.append(_bar(LEFT, 10 + 16 * place, 10, COLOURS[place % 5]))
        parts.append(_text(LEFT + 16, 19 + 16 * place, method))
    for name in sets:
        parts.append(_text(4, top + BAR * len(methods) / 2 + 4, name))
        for place, method in enumerate(methods):
            value = figures.get((name, method))
            if value is not None:
                height = top + BAR * place
                parts.append(_bar(LEFT, height, max(1, WIDTH * value), COLOURS[place % 5]))
                parts.append(_text(LEFT + WIDTH * max(value, 0) + 4, height + 8, f"{value:.2f}", 8))
        top += BAR * len(methods) + GAP
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LEFT + WIDTH + 60} {top}" '
        f'font-family="sans-serif">{"".join(parts)}</svg>\n'
    )


def draw_growth(growth: list[tuple[int, float, float]]) -> str:
    """An SVG with seconds and megabytes by number of texts, both axes in powers of ten."""
    left, wide, high = 50, 380, 240
    values = [value for _, *both in growth for value in both]
    low, top = log10(min(values)) - 0.1, log10(max(values)) + 0.1
    first, last = log10(growth[0][0]), log10(growth[-1][0])

    def at(size: int, value: float) -> tuple[float, float]:
        x = left + wide * (log10(size) - first) / ((last - first) or 1)
        return x, 20 + high * (top - log10(value)) / (top - low)

    parts = []
    for which, (name, unit) in enumerate((("seconds", "s"), ("peak memory", "MB"))):
        places = [at(row[0], row[1 + which]) for row in growth]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        colour = COLOURS[2 * which]
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        for (x, y), row in zip(places, growth, strict=True):
            parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>')
            parts.append(_text(x + 5, y - 5, f"{row[1 + which]:.3g} {unit}"))
        parts.append(_bar(left + 140 * which, 4, 10, colour))
        parts.append(_text(left + 16 + 140 * which, 12, name))
    for size, *_ in growth:
        parts.append(_text(at(size, 10**low)[0] - 12, 36 + high, f"{size:,}"))
    parts.append(_text(left + wide / 2 - 20, 54 + high, "texts"))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {left + wide + 80} {high + 64}" '
        f'font-family="sans-serif">{"".join(parts)}</svg>\n'
    )


def _bar(x: float, y: float, width: float, colour: str) -> str:
    return f'<rect x="{x}" y="{y}" width="{width:.1f}" height="{BAR - 1}" fill="{colour}"/>'


def _text(x: float, y: float, words: str, size: int = 11) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}">{escape(words)}</text>'
