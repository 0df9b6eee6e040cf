"""`make pictures`: every screen, as a picture, with one page that shows them all side by side.

On the invented family of the demo, in both languages, by day and by night, on a phone, on the
narrowest phone and at a desk. Nothing is checked here: a person looks. What a program can check
of every screen is in `test_browser.py`.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import shutil
from html import escape
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from demo import __main__ as demo
from demo.world import SEED
from demo.world import family
from hearthbook.app.household import household
from hearthbook.app.phones import link
from hearthbook.web.screens import SCREENS
from tests.web.phone.hand import Server
from tests.web.serving import QUIET

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser
    from playwright.sync_api import Page

OUT = Path(__file__).parents[2] / "build/pictures"
SIZES = {"phone": (390, 844), "narrow": (320, 640), "desk": (1280, 900)}
SCHEMES = ("light", "dark")
LANGUAGES = {"en": "en-GB", "ru": "ru-RU"}
DAY = "2026-01-14"
# Where a screen has more to show than its first page.
MORE = (
    f"/?day={DAY}",
    f"/?day={DAY}&view=week",
    f"/calendar?day={DAY}",
    "/undated",
    "/write/r/incident",
    "/write/r/feed",
    "/write/k/note",
    "/shows/care",
    "/shows/contact",
    "/shows/absence",
    "/shows/counts",
    "/diary",
    "/nowhere",
)
# What a thumb opens on the phone's own page: a name, and what is tapped for it.
TAPS = {
    "tonight": (),
    "saved": ("[data-tile=bottle]",),
    "more": ("[data-tile=wet]", ".more"),
    "note": (".more", "[data-kind=note]"),
    "incident": (".more", "[data-kind=incident]"),
    "figure": (".more", "[data-kind=temperature-tenth-c]"),
    "settings": (".head nav button:nth-child(2)",),
    "night": ("[data-tile=wet]", ".head nav button:nth-child(1)"),
}


def vault() -> Path:
    """Return the demo's vault; it is made if there is none yet."""
    if not (demo.VAULT / "vault.toml").exists():
        with contextlib.redirect_stdout(io.StringIO()):
            world = family(SEED)
            demo.fill(world, demo.exports(world))
    return demo.VAULT


def paths(copy: Path) -> Iterator[str]:
    """Yield the address of every screen, and of entries and a story to look into."""
    yield from (
        one.path
        for one in SCREENS
        if one.path not in {"/unlock", "/doing", "/entry", "/passkeys"}
    )
    yield from MORE
    with household(str(copy), demo.PASSPHRASE.strip()) as home:
        for kind in ("incident", "message", "feed"):
            numbers = home.index("record").of_kind([kind])[:1]
            yield from (f"/entry/r/{one.ref}" for one in home.entries("record", numbers))


def named(path: str) -> str:
    """Return a file's name for an address."""
    return "".join(one if one.isalnum() else "-" for one in path.strip("/")) or "home"


def screens(page: Page, address: str, all_paths: list[str]) -> Iterator[str]:
    """Yield the name of each screen of the home program while it is shown."""
    page.goto(f"{address}/unlock")
    yield "unlock"
    page.fill("#passphrase", demo.PASSPHRASE.strip())
    page.press("#passphrase", "Enter")
    page.wait_for_url(f"{address}/")
    for path in all_paths:
        page.goto(f"{address}{path}")
        yield named(path)


def tonight(page: Page, made: str) -> Iterator[str]:
    """Yield the name of each state of the phone's own page while it is shown."""
    for name, taps in TAPS.items():
        page.goto("about:blank")
        page.goto(made)
        page.wait_for_selector("html[data-ready]", state="attached")
        for tap in taps:
            page.locator(tap).first.click()
        page.wait_for_timeout(150)
        yield f"phone-page-{name}"


def pictured(
    browser: Browser, server: Server, made: str, out: Path, sizes: list[str]
) -> list[str]:
    """Take every picture and return the names of what was shown, in order."""
    seen: dict[str, None] = {}
    every = list(dict.fromkeys(paths(server.vault)))
    address = server.page.removesuffix("/phone/")
    for size, scheme, (language, locale) in product(sizes, SCHEMES, LANGUAGES.items()):
        width, height = SIZES[size]
        context = browser.new_context(
            viewport={"width": width, "height": height},
            locale=locale,
            color_scheme=scheme,  # type: ignore[arg-type]  # one of two words
            reduced_motion="reduce",
            timezone_id="Europe/Berlin",
        )
        page = context.new_page()
        for walk, whole in (
            (screens(page, address, every), True),
            (tonight(page, made), False),
        ):
            for name in walk:
                seen[name] = None
                file = out / f"{name}.{size}.{scheme}.{language}.png"
                page.screenshot(path=file, full_page=whole, animations="disabled")
        context.close()
        print(f"{size}, {scheme}, {language}: done", flush=True)
    return list(seen)


def index(out: Path, seen: list[str], sizes: list[str]) -> None:
    """Write the page that shows them all."""
    rows = []
    for name in seen:
        cells = "".join(
            f'<a href="{name}.{size}.{scheme}.{language}.png"><img loading="lazy" alt="" '
            f'src="{name}.{size}.{scheme}.{language}.png"></a>'
            for scheme, language, size in product(SCHEMES, LANGUAGES, sizes)
        )
        rows.append(f"<h2>{escape(name)}</h2><p>{cells}</p>")
    style = "p{display:flex;gap:8px;overflow:auto}img{height:30rem;border:1px solid #999}"
    page = f"<!doctype html><meta charset=utf-8><style>{style}</style>{''.join(rows)}"
    (out / "index.html").write_text(page, "utf-8")


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(prog="python -m tests.web.pictures")
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--size", choices=SIZES, action="append")
    given = parser.parse_args()
    out: Path = given.out
    sizes = given.size or list(SIZES)
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        copy = Path(shutil.copytree(vault(), Path(folder) / "family.vault"))
        server = Server(copy)
        server.start()
        with household(str(copy), demo.PASSPHRASE.strip()) as home:
            made = link(home, page=server.page, shown=["Nina"], named=True)
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=[*QUIET]
        )
        try:
            index(out, pictured(chromium, server, made, out, sizes), sizes)
        finally:
            chromium.close()
            server.kill()
    print(f"Open {out}/index.html")


if __name__ == "__main__":
    main()
