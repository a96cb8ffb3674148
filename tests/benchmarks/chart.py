"""A plain picture of one figure for each set and method."""

from html import escape

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


def _bar(x: float, y: float, width: float, colour: str) -> str:
    return f'<rect x="{x}" y="{y}" width="{width:.1f}" height="{BAR - 1}" fill="{colour}"/>'


def _text(x: float, y: float, words: str, size: int = 11) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}">{escape(words)}</text>'
