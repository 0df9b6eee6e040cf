"""`make fuzz NAME="release"`: one decoder, fed by coverage (atheris) until somebody stops it.

Atheris is installed for this job alone: `requirements/fuzz.in`. What it finds is an assertion
with the bytes, to be made into a test.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import mkdtemp

import atheris  # type: ignore[import-untyped]  # an environment of its own has it

with atheris.instrument_imports():
    from tests.faults.decoders import decoders
    from tests.faults.decoders import judged
    from tests.faults.table import Homes


def main() -> None:
    """Feed the decoder named first on the command line; what follows is atheris's own."""
    name, *rest = sys.argv[1:]
    [decoder] = [one for one in decoders(Homes(Path(mkdtemp())).small) if one.name == name]

    def once(raw: bytes) -> None:
        noticed, harmless = judged(decoder, raw)
        if not noticed and not harmless:
            raise AssertionError(raw)

    corpus = Path(mkdtemp())
    (corpus / "example").write_bytes(decoder.example)
    atheris.Setup([sys.argv[0], *rest, str(corpus)], once)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
