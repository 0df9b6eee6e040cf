"""Settings: language and light of this device, zone and locking of the vault, who is in."""

from __future__ import annotations

import asyncio

from litestar import get
from litestar import post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.response import Template

from hearthbook.app.passkeys import listed
from hearthbook.app.phones import listed as phones
from hearthbook.app.phones import revoke
from hearthbook.app.settings import LOCK_MINUTES
from hearthbook.app.settings import MINUTES
from hearthbook.app.settings import change
from hearthbook.app.settings import zones
from hearthbook.web.fields import fields
from hearthbook.web.fields import one
from hearthbook.web.house import Screen
from hearthbook.web.page import THEME
from hearthbook.web.page import THEMES
from hearthbook.web.page import Asked
from hearthbook.web.page import house
from hearthbook.web.page import kept
from hearthbook.web.page import page
from hearthbook.web.passkeys import site


@get("/settings", sync_to_thread=True)
def show(request: Asked) -> Template:
    """Show what can be set, and who is here."""
    door, here = house(request).door, site(request)
    with door.opened() as home:
        said = {name: home.setting(name) for name in ("zone", "counsel", "region")}
        passkeys, those = listed(home), phones(home)
    port = request.headers.get("host", "").partition(":")[2]
    return page(
        request,
        "settings.html",
        said=said,
        zones=zones(),
        minutes=MINUTES,
        idle=str(door.sessions.idle // 60_000),
        themes=THEMES,
        sessions=door.present(),
        own=request.state.session.id,
        passkeys=passkeys,
        named=here.may_have_passkeys,
        local=f"http://localhost:{port}/settings" if here.host == "127.0.0.1" else "",
        phones=those,
    )


@post("/settings", status_code=200)
async def save(request: Asked) -> Redirect:
    """Write down what was changed."""
    typed = await fields(request)
    door = house(request).door

    def work() -> None:
        with door.opened() as home:
            for name in ("zone", "counsel", "region", LOCK_MINUTES):
                if name in typed:
                    change(home, name=name, value=one(typed, name))
            door.settle(home)

    await asyncio.to_thread(work)
    return Redirect("/settings", status_code=303)


@post("/theme", status_code=200)
async def light(request: Asked) -> Redirect:
    """Keep the light chosen on this device."""
    chosen = one(await fields(request), "theme")
    theme = chosen if chosen in THEMES else THEMES[0]
    return Redirect("/settings", status_code=303, cookies=[kept(request, THEME, theme)])


@post("/sessions/{name:str}/end", status_code=200, sync_to_thread=True)
def end(request: Asked, name: FromPath[str]) -> Redirect:
    """End the session of a device."""
    house(request).door.leave(name)
    return Redirect("/settings", status_code=303)


@post("/sessions/end", status_code=200, sync_to_thread=True)
def end_others(request: Asked) -> Redirect:
    """End the sessions of all devices but this one."""
    house(request).door.leave_others(request.state.session.id)
    return Redirect("/settings", status_code=303)


@post("/phones/{name:str}/revoke", status_code=200, sync_to_thread=True)
def revoke_phone(request: Asked, name: FromPath[str]) -> Redirect:
    """Take nothing in any more of what a phone sends."""
    with house(request).door.opened() as home:
        revoke(home, device=name)
    return Redirect("/settings", status_code=303)


SCREEN = Screen(
    "settings", "/settings", "gear", (show, save, light, end, end_others, revoke_phone)
)
