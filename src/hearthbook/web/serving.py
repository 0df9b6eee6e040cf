"""Run the application on a socket of its own, quietly."""

from __future__ import annotations

import socket
from contextlib import suppress
from typing import TYPE_CHECKING

import uvicorn

from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure

if TYPE_CHECKING:
    from collections.abc import Callable

    from litestar import Litestar


def listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens; port 0 is any that is free.

    Raises:
        Failure: if that address cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    place = socket.socket(family, socket.SOCK_STREAM)
    place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        place.bind((host, port))
    except (OSError, OverflowError) as error:
        place.close()
        raise Failure("no-such-address", Exit.WRONG_USAGE, host=host, port=str(port)) from error
    return place


def serve(application: Litestar, place: socket.socket, ready: Callable[[], None]) -> None:
    """Serve until somebody stops it; `ready` is called when the first request may come."""
    config = uvicorn.Config(
        application,
        access_log=False,  # which pages were looked at is nobody's business
        log_level="critical",
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=3,
    )
    with suppress(KeyboardInterrupt):  # raised anew once everything is closed
        _Server(config, ready).run(sockets=[place])


class _Server(uvicorn.Server):
    """A server that says when it is ready."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets)
        if self.started:
            self._ready()
