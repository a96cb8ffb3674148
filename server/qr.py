"""Addresses as pictures that a phone reads (QR)."""

import segno
from markupsafe import Markup


def qr_picture(address: str) -> Markup:
    """An SVG drawing without styles or scripts, so that it may stand in any page."""
    drawn = segno.make(address, error="m", micro=False)
    return Markup(  # noqa: S704 - drawn by us, squares only
        drawn.svg_inline(scale=4, border=2, omitsize=True, dark="#000", light="#fff")
    )
