"""`python -m hearthbook.cli` is the same as `hearthbook`."""

from __future__ import annotations

import sys

from hearthbook.cli import main

if __name__ == "__main__":
    sys.exit(main())
