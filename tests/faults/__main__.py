"""`python -m tests.faults`; worker processes could not find what stood in this file."""

from __future__ import annotations

import sys

from tests.faults.table import main

if __name__ == "__main__":
    sys.exit(main())
