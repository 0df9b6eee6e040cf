"""Run the application on a socket of its own, quietly."""

from __future__ import annotations

import socket
from contextlib import contextmanager
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING

import uvicorn

from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable
    from collections.abc import Iterator
    from collections.abc import Sequence

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


def own_address() -> str:
    """Return the address under which other devices of the same network reach this machine.

    Raises:
        Failure: if there is none.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            # Nothing is sent: the system only says which way it would go. The address is one
            # of documentation (RFC 5737), where nobody is.
            asked.connect(("192.0.2.1", 9))
        except OSError as error:
            raise Failure("entrance-no-network", Exit.WRONG_USAGE) from error
        found: str = asked.getsockname()[0]
        return found


def own_name() -> str:
    """Return the name under which a network at home may know this machine."""
    return f"{socket.gethostname().partition('.')[0].lower()}.local"


def configured(
    application: Litestar,
    *,
    encryption: ssl.SSLContext | None = None,
    proxies: Sequence[str] = (),
) -> uvicorn.Config:
    """Return how an application is served.

    What a request says of the connection before it is believed of `proxies` alone.
    """
    return uvicorn.Config(
        application,
        access_log=False,  # which pages were looked at is nobody's business
        log_level="critical",
        server_header=False,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=list(proxies),
        ssl_context_factory=None if encryption is None else lambda *_: encryption,
        timeout_graceful_shutdown=3,
    )


def serve(
    application: Litestar,
    place: socket.socket,
    ready: Callable[[], None],
    *,
    encryption: ssl.SSLContext | None = None,
    proxies: Sequence[str] = (),
) -> None:
    """Serve until somebody stops it; `ready` is called when the first request may come."""
    config = configured(application, encryption=encryption, proxies=proxies)
    with suppress(KeyboardInterrupt):  # raised anew once everything is closed
        _Server(config, ready).run(sockets=[place])


@contextmanager
def beside(application: Litestar, place: socket.socket) -> Iterator[None]:
    """Serve something small in the clear beside the pages, in a thread of its own."""
    server = uvicorn.Server(configured(application))
    thread = Thread(target=server.run, kwargs={"sockets": [place]}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()


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
