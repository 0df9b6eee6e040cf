"""`hearthbook serve VAULT`: the same diary in a browser on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from hearthbook.app.door import Door
from hearthbook.cli.command import Exit
from hearthbook.cli.command import Failure

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from argparse import Namespace

    from hearthbook.cli.command import Console


class Serve:
    """Serves the pages until it is stopped. The passphrase is said in the browser."""

    name = "serve"

    def arguments(self, parser: ArgumentParser) -> None:
        """Ask for the vault and the address."""
        parser.add_argument("vault", metavar="VAULT")
        parser.add_argument("--host", default="127.0.0.1", metavar="ADDRESS")
        parser.add_argument("--port", type=int, default=0, metavar="NUMBER")
        parser.add_argument("--name", action="append", default=[], metavar="HOST")

    def run(self, given: Namespace, console: Console) -> Exit:
        """Listen, say where, and serve."""
        # Only here: the pages take longer to load than most commands take to run.
        from hearthbook.web.application import LOCAL  # noqa: PLC0415  # see above
        from hearthbook.web.application import application  # noqa: PLC0415  # see above
        from hearthbook.web.outbox import phone_handlers  # noqa: PLC0415  # see above
        from hearthbook.web.serving import listening  # noqa: PLC0415  # see above
        from hearthbook.web.serving import serve  # noqa: PLC0415  # see above

        if not (Path(given.vault) / "vault.toml").is_file():
            raise Failure("vault-none", Exit.NOT_READABLE, place="vault.toml")
        place = listening(given.host, given.port)
        host = f"[{given.host}]" if ":" in given.host else given.host
        address = f"http://{host}:{place.getsockname()[1]}/"
        names = (*LOCAL, host, *given.name)

        def ready() -> None:
            console.tell("serving", address=address)
            if given.host not in {"127.0.0.1", "localhost", "::1"}:
                console.caution("serving-in-the-clear")

        door, phones = Door(given.vault), phone_handlers(given.vault)
        serve(application(door, hosts=names, more=phones), place, ready)
        console.tell("served")
        return Exit.DONE
