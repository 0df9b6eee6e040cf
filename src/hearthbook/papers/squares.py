"""QR codes as rows of squares, for the press to draw."""

from __future__ import annotations

import segno


def squares(text: str, *, error: str) -> tuple[str, ...]:
    """Return the rows of the code of `text`, dark squares as `1`.

    `error` is one of L, M, Q, H: how much of the code may be lost (ISO/IEC 18004, 7.5.1).
    """
    drawn = segno.make_qr(text, error=error, boost_error=False)
    return tuple("".join("1" if dark else "0" for dark in row) for row in drawn.matrix)
