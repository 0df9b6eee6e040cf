"""The vault's health: its books and heads, its stamps, and two checks on request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from litestar import get
from litestar import post
from litestar.response import Redirect
from litestar.response import Template

from hearthbook.app.doctor import doctor
from hearthbook.app.health import check
from hearthbook.app.health import health
from hearthbook.app.jobs import Job
from hearthbook.app.seal import seal
from hearthbook.web.house import Screen
from hearthbook.web.page import Asked
from hearthbook.web.page import house
from hearthbook.web.page import page
from hearthbook.web.work import standing

if TYPE_CHECKING:
    from hearthbook.app.jobs import Move


@get("/health", sync_to_thread=True)
def show(request: Asked) -> Template:
    """Show how the vault is."""
    with house(request).door.opened() as home:
        found = health(home)
    return page(request, "health.html", health=found)


@post("/health/seal", status_code=200, sync_to_thread=True)
def seal_now(request: Asked) -> Redirect:
    """Sign every book's log as it stands."""
    with house(request).door.opened() as home:
        seal(home)
    return Redirect("/health", status_code=303)


@post("/health/collect", status_code=200, sync_to_thread=True)
def collect_now(request: Asked) -> Redirect:
    """Try again to take in what phones handed over."""
    house(request).door.gather()
    return Redirect("/health", status_code=303)


@post("/health/check", status_code=200, sync_to_thread=False)
def check_now(request: Asked) -> Template:
    """Begin to read the vault through."""
    door = house(request).door

    def work(move: Move) -> object:
        with door.opened() as home:
            return check(home, full=True, move=move)

    job = Job("checked")
    job.start(work)
    return standing(request, house(request).jobs.add(job), job)


@post("/health/doctor", status_code=200, sync_to_thread=False)
def doctor_now(request: Asked) -> Template:
    """Begin to try what sealing and pressing rest on."""
    job = Job("doctor")
    job.start(lambda _: doctor())
    return standing(request, house(request).jobs.add(job), job)


SCREEN = Screen(
    "health", "/health", "heart", (show, seal_now, collect_now, check_now, doctor_now)
)
