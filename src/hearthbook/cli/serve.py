"""`hearthbook serve VAULT`: the same diary in a browser, on this machine or in this home."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from hearthbook.app.clock import now
from hearthbook.app.door import Door
from hearthbook.app.phones import drawn
from hearthbook.cli.command import Exit
from hearthbook.cli.command import Failure

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from argparse import Namespace
    from contextlib import AbstractContextManager

    from hearthbook.cli.command import Console
    from hearthbook.web.reached import Reached


class Serve:
    """Serves the pages until it is stopped. The passphrase is said in the browser."""

    name = "serve"

    def arguments(self, parser: ArgumentParser) -> None:
        """Ask for the vault, the address, and how the connection is encrypted."""
        parser.add_argument("vault", metavar="VAULT")
        parser.add_argument("--host", default="", metavar="ADDRESS")
        parser.add_argument("--port", type=int, default=0, metavar="NUMBER")
        parser.add_argument("--name", action="append", default=[], metavar="HOST")
        ways = parser.add_mutually_exclusive_group()
        ways.add_argument("--local-ca", action="store_true")
        ways.add_argument("--cert", type=Path, metavar="FILE")
        ways.add_argument("--behind-proxy", action="append", default=[], metavar="ADDRESS")
        parser.add_argument("--key", type=Path, metavar="FILE")

    def run(self, given: Namespace, console: Console) -> Exit:
        """Listen, say where, and serve."""
        # Only here, and late: the pages take longer to load than most commands take to run.
        from hearthbook.web.reached import Wish  # noqa: PLC0415  # see above
        from hearthbook.web.reached import reached  # noqa: PLC0415  # see above

        if not (Path(given.vault) / "vault.toml").is_file():
            raise Failure("vault-none", Exit.NOT_READABLE, place="vault.toml")
        wish = Wish(
            given.host,
            given.port,
            tuple(given.name),
            given.local_ca,
            given.cert,
            given.key,
            tuple(given.behind_proxy),
        )
        way = reached(wish, now())

        from hearthbook.web.application import application  # noqa: PLC0415  # see above
        from hearthbook.web.outbox import phone_handlers  # noqa: PLC0415  # see above
        from hearthbook.web.serving import serve  # noqa: PLC0415  # see above

        phones = phone_handlers(given.vault)
        pages = application(Door(given.vault), entrance=way.entrance, more=phones)
        with _trusted(way, console):
            serve(
                pages,
                way.place,
                lambda: _tell(way, given.vault, console),
                encryption=way.encryption,
                proxies=wish.proxies,
            )
        console.tell("served")
        return Exit.DONE


def _tell(way: Reached, vault: str, console: Console) -> None:
    """Say where the diary is, and show a phone's camera the way."""
    if way.entrance.encrypted:
        host, port = way.place.getsockname()[:2]
        console.tell("serving-proxy", address=f"{host}:{port}")
    console.tell("serving", address=way.addresses[0])
    if way.near:
        return
    if not way.addresses[0].startswith("https:"):
        console.caution("serving-in-the-clear")
        return
    if way.authority is None:
        console.tell("serving-phone", picture=drawn(way.addresses[0]))
    console.tell("serving-pair", vault=vault, page=f"{way.addresses[0]}phone/")


def _trusted(way: Reached, console: Console) -> AbstractContextManager[None]:
    """Serve the page that explains the certificate, where it was made here, and say so."""
    from hearthbook.web.serving import beside  # noqa: PLC0415  # as above
    from hearthbook.web.serving import listening  # noqa: PLC0415  # as above
    from hearthbook.web.trust import trust_pages  # noqa: PLC0415  # as above

    made = way.authority
    if made is None:
        return nullcontext()
    bound = way.place.getsockname()[0]
    place = listening(bound, 0)
    host = way.addresses[0].partition("//")[2].rpartition(":")[0]
    page = f"http://{host}:{place.getsockname()[1]}/"
    console.tell("serving-trust", page=page, picture=drawn(page))
    console.tell("serving-compare", fingerprint=made.fingerprint)
    if made.fresh:
        console.tell("serving-trust-new")
    console.tell("serving-trust-ends", day=made.ends)
    return beside(trust_pages(made.authority, way.addresses), place)
