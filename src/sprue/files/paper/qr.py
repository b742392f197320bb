"""QR codes as drawings."""

import io
from functools import lru_cache

from sprue.shop.errors import OutsideFailure


@lru_cache(maxsize=4096)
def drawn(text: str) -> str:
    """A QR code of `text` as SVG, with the quiet zone of four modules that scanners need.

    A fifth of it may be dirty (error correction M and more where that costs no room). Text beyond
    Latin 1 is kept as UTF-8, which all readers guess.
    """
    try:
        import segno  # noqa: PLC0415  # whoever prints nothing needs none
    except ModuleNotFoundError as missing:
        raise OutsideFailure("paper needs the package segno: pip install 'sprue[paper]'") from missing
    encoding = None if text.isascii() else "utf-8"
    made = segno.make(
        text, micro=False, error="m", encoding=encoding, mode=None if text.isascii() else "byte"
    )
    out = io.BytesIO()
    made.save(out, kind="svg", border=4, xmldecl=False, svgns=True, omitsize=True, dark="#000", light="#fff")
    return out.getvalue().decode()
