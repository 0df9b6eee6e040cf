"""The diary by day, week and month: what was written down, counts first."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from typing import Final
from urllib.parse import urlencode

from litestar import get
from litestar.params import FromQuery
from litestar.response import Template

from hearthbook.app.day import days as days_of
from hearthbook.app.day import messages
from hearthbook.app.day import month
from hearthbook.app.day import today
from hearthbook.app.day import undated
from hearthbook.app.forms import FORMS
from hearthbook.web.books import BOOKS
from hearthbook.web.books import book_named
from hearthbook.web.dates import day_title
from hearthbook.web.dates import day_typed
from hearthbook.web.dates import month_title
from hearthbook.web.house import Screen
from hearthbook.web.page import Asked
from hearthbook.web.page import house
from hearthbook.web.page import page
from hearthbook.web.page import words

if TYPE_CHECKING:
    from datetime import date

    from hearthbook.app.day import Day
    from hearthbook.app.words import Words

_NOT_A_DAY: Final = ("child", "person", "proceeding", "deadline")
KINDS: Final = (*(one for one in FORMS if one not in _NOT_A_DAY), "call")
_CARE: Final = ("feed", "diaper", "sleep", "care", "measurement")
_TALK: Final = ("message", "call")


@get("/", sync_to_thread=True)
def show(
    request: Asked,
    day: FromQuery[str] = "",
    view: FromQuery[str] = "day",
    book: FromQuery[str] = "",
    kind: FromQuery[str] = "",
) -> Template:
    """Show a day or a week of a book, narrowed to a kind if one is named."""
    held, spoken = book_named(book), words(request)
    kinds = (kind,) if kind in KINDS else ()
    number = 7 if view == "week" else 1
    with house(request).door.opened() as home:
        now = today(home)
        on = day_typed(day, now)
        first = on - timedelta(on.weekday()) if number == 7 else on
        found = days_of(home, first=first, number=number, book=held, kinds=kinds, words=spoken)

    def address(**other: object) -> str:
        said = {"day": on, "view": view, "book": held[0], "kind": kind} | other
        return f"/?{urlencode({name: str(value) for name, value in said.items() if value})}"

    return page(
        request,
        "today.html",
        title=day_title(on, spoken) if number == 1 else month_title(on, spoken),
        days=[_shown(one, spoken) for one in found],
        day=on.isoformat(),
        now=now.isoformat(),
        before=(first - timedelta(number)).isoformat(),
        after=(first + timedelta(number)).isoformat(),
        view="week" if number == 7 else "day",
        book=held,
        books=BOOKS,
        kind=kind,
        kinds=KINDS,
        address=address,
    )


@get("/calendar", sync_to_thread=True)
def calendar(request: Asked, day: FromQuery[str] = "", book: FromQuery[str] = "") -> Template:
    """Show a month: how much was written down of each day."""
    held, spoken = book_named(book), words(request)
    with house(request).door.opened() as home:
        now = today(home)
        on = day_typed(day, now)
        found = month(home, year=on.year, number=on.month, book=held)
    first = on.replace(day=1)
    return page(
        request,
        "calendar.html",
        title=month_title(on, spoken),
        blank=first.weekday(),
        days=[_square(one, counts, spoken) for one, counts in found.items()],
        day=on.isoformat(),
        now=now.isoformat(),
        before=(first - timedelta(1)).isoformat(),
        after=(first + timedelta(31)).isoformat(),
        book=held,
        books=BOOKS,
    )


@get("/messages", sync_to_thread=True)
def talk(request: Asked, day: FromQuery[str] = "", book: FromQuery[str] = "") -> Template:
    """Show what was written to and fro on a day; only asked for by a tap."""
    held = book_named(book)
    with house(request).door.opened() as home:
        on = day_typed(day, today(home))
        some, more = messages(home, on=on, book=held, words=words(request))
    return page(request, "messages.html", some=some, more=more, book=held)


@get("/undated", sync_to_thread=True)
def without_a_day(request: Asked, book: FromQuery[str] = "") -> Template:
    """Show what nobody knows the day of."""
    held = book_named(book)
    with house(request).door.opened() as home:
        some = undated(home, book=held, words=words(request))
    return page(request, "undated.html", some=some, book=held)


def _shown(day: Day, spoken: Words) -> dict[str, object]:
    return {
        "date": day.day.isoformat(),
        "title": day_title(day.day, spoken),
        "entries": day.items,
        "counts": day.counts,
    }


def _square(day: date, counts: dict[str, int], spoken: Words) -> dict[str, object]:
    sorts = {"care": _CARE, "talk": _TALK}
    held = {name for name, kinds in sorts.items() if any(one in counts for one in kinds)}
    if any(one not in _CARE and one not in _TALK for one in counts):
        held.add("happen")
    return {
        "date": day.isoformat(),
        "title": day_title(day, spoken),
        "number": day.day,
        "count": sum(counts.values()),
        "dots": sorted(held),
    }


SCREEN = Screen("today", "/", "today", (show, talk, without_a_day), place="tab")
CALENDAR = Screen("calendar", "/calendar", "calendar", (calendar,))
