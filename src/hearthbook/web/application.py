"""The application: screens, what guards them, and what is served beside them."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Final

from jinja2 import Environment
from jinja2 import PackageLoader
from jinja2 import StrictUndefined
from litestar import Litestar
from litestar import Router
from litestar.config.compression import CompressionConfig
from litestar.datastructures import State
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.static_files import create_static_files_router
from litestar.template import TemplateConfig

from hearthbook import VERSION
from hearthbook.web.case import fetch
from hearthbook.web.faults import HANDLERS
from hearthbook.web.gate import OPEN
from hearthbook.web.gate import PLAIN
from hearthbook.web.gate import STATIC
from hearthbook.web.gate import clothe
from hearthbook.web.gate import in_session
from hearthbook.web.gate import known_host
from hearthbook.web.gate import over_encryption
from hearthbook.web.gate import own_form
from hearthbook.web.house import HERE
from hearthbook.web.house import House
from hearthbook.web.screens import SCREENS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from collections.abc import Sequence

    from litestar.types import ControllerRouterHandler

    from hearthbook.app.door import Door
    from hearthbook.web.house import Entrance

_LOOK: Final = 2  # seconds between two looks whether anybody is still there
FILES: Final = Path(__file__).parent / "static"


def application(
    door: Door,
    *,
    entrance: Entrance = HERE,
    more: Sequence[ControllerRouterHandler] = (),
) -> Litestar:
    """Return the application for the vault behind `door`.

    It is reached as `entrance` says, and has the routes of `more` beside the screens. A route
    of `more` that needs no session says so with `opt={"open": True}`, and one whose posts need
    no token of a page with `opt={"tokenless": True}`.
    """
    house = House(door, SCREENS, entrance)
    files = create_static_files_router(
        path=STATIC, directories=[FILES], opt={OPEN: True, PLAIN: True}
    )
    screens = [handler for screen in SCREENS for handler in screen.handlers]
    # All at once: Litestar 2.25 registers a handler anew for each further one on its path, and
    # one that runs in a thread is then wrapped twice and answers with a coroutine.
    together = Router(path="/", route_handlers=[*screens, fetch, files, *more])
    return Litestar(
        route_handlers=[together],
        guards=[known_host, over_encryption, in_session, own_form],
        before_send=[clothe],
        exception_handlers=HANDLERS,
        template_config=TemplateConfig(instance=JinjaTemplateEngine(engine_instance=pages())),
        compression_config=CompressionConfig(backend="gzip", gzip_compress_level=5),
        openapi_config=_description(),
        state=State({"house": house}),
        lifespan=[_watched],
        logging_config=None,
        request_max_body_size=2_000_000,
    )


def pages() -> Environment:
    """Return what makes pages of templates; a name that is not known is an error."""
    return Environment(
        loader=PackageLoader("hearthbook.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def _description() -> OpenAPIConfig:
    """Return what describes the routes: a JSON document, no page that loads from elsewhere."""
    return OpenAPIConfig(
        title="Diary", version=VERSION, path="/api", render_plugins=[JsonRenderPlugin()]
    )


@asynccontextmanager
async def _watched(application: Litestar) -> AsyncIterator[None]:
    """Close the vault when nobody is there any more, and when the server stops."""
    house: House = application.state.house
    watch = asyncio.create_task(_watch(house))
    try:
        yield
    finally:
        watch.cancel()
        with suppress(asyncio.CancelledError):
            await watch
        await asyncio.to_thread(house.door.lock)
        house.let_go()


async def _watch(house: House) -> None:
    while True:
        await asyncio.sleep(_LOOK)
        await asyncio.to_thread(house.door.look)
        await asyncio.to_thread(house.feed.look, house.door)
        if not house.door.sessions.all():
            house.let_go()
