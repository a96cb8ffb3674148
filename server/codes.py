"""QR codes as SVG, made on our own server."""

import io

import segno

# Level Q still reads when a quarter of it is hidden, as on a crumpled print.
_LEVEL = "q"


def qr_svg(text: str) -> bytes:
    """The code as a picture that scales, with the quiet zone that readers need."""
    target = io.BytesIO()
    segno.make_qr(text, error=_LEVEL).save(
        target, kind="svg", border=4, scale=10, xmldecl=False, nl=False, omitsize=True
    )
    return target.getvalue()
