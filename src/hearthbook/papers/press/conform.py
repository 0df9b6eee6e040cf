from __future__ import annotations
from io import BytesIO
import pikepdf
from msgspec import Struct


class Finished(Struct, frozen=True):
    pdf: bytes
    labels: tuple[str, ...]


def conform(pdf):
    with pikepdf.Pdf.open(BytesIO(pdf)) as p:
        return Finished(pdf, tuple(page.label for page in p.pages))
