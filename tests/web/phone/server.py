"""The phone page and its door: `python -m tests.web.phone.server VAULT PORT [PAGE]`.

A third argument is another folder to take the page from: a newer version of it.
"""

from __future__ import annotations

import sys
from pathlib import Path

import uvicorn

from hearthbook.app.door import Door
from hearthbook.web import outbox
from hearthbook.web.application import application


def main(vault: str, port: str, page: str = "") -> None:
    """Serve until killed."""
    if page:
        outbox.PAGE = Path(page)  # type: ignore[misc]  # a newer page, in this process alone
    outbox.PER_MINUTE = 100_000  # type: ignore[misc]  # one phone stands for many here
    app = application(Door(vault), more=outbox.phone_handlers(vault))
    uvicorn.run(app, host="127.0.0.1", port=int(port), log_level="error", access_log=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
