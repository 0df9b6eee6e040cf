"""`hearthbook verify PATH`: is anything changed, missing or rolled back?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from hearthbook.app.verify import is_release
from hearthbook.app.verify import verify_bundle
from hearthbook.app.verify import verify_release
from hearthbook.app.verify import verify_vault
from hearthbook.app.witnessed import ENDINGS
from hearthbook.app.witnessed import verify_head
from hearthbook.cli.command import Exit
from hearthbook.cli.command import Failure
from hearthbook.cli.unlocking import first_line
from hearthbook.cli.unlocking import keys_for

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from argparse import Namespace

    from hearthbook.app.verify import Checked
    from hearthbook.cli.command import Console


class Verify:
    """Checks."""

    name = "verify"

    def arguments(self, parser: ArgumentParser) -> None:
        """Ask for a vault, a bundle, a release or a head; only a vault needs the passphrase."""
        parser.add_argument("vault", metavar="PATH")
        depth = parser.add_mutually_exclusive_group()
        depth.add_argument("--full", action="store_true", default=True)
        depth.add_argument("--quick", dest="full", action="store_false")
        parser.add_argument("--passphrase-file", metavar="FILE")
        parser.add_argument("--recovery-file", metavar="FILE")
        parser.add_argument("--policy", metavar="FILE")
        parser.add_argument("--leaf", metavar="FILE")
        parser.add_argument("--since", metavar="FILE")
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def run(self, given: Namespace, console: Console) -> Exit:
        """Say what was checked, and what did not hold."""
        checks = _checks(given, console)
        failed = [check for check in checks if not check.passed]
        if given.format == "json":
            console.json(msgspec.to_builtins(checks))
        else:
            for check in checks:
                gaps = {"where": check.where, "place": check.where, "of": str(check.of)}
                what = console.words(check.what, **gaps)
                console.tell("verified-ok" if check.passed else "verified-false", what=what)
            if failed:
                count = str(len(checks))
                console.caution("verified-failed", failed=str(len(failed)), count=count)
            else:
                console.tell("verified-done", count=str(len(checks)))
        if any(check.stops for check in failed):
            return Exit.DAMAGED
        return Exit.FOUND_FALSE if failed else Exit.DONE


def _checks(given: Namespace, console: Console) -> list[Checked]:
    if Path(given.vault).is_dir() and (given.policy or given.leaf):
        raise Failure("verify-no-head", Exit.WRONG_USAGE, file=given.vault)
    if is_release(Path(given.vault)):
        return verify_release(given.vault)
    if Path(given.vault).is_dir():
        return _vault(given, console)
    if given.policy or given.vault.endswith(ENDINGS):
        about = {"rules": given.policy, "leaf": given.leaf, "since": given.since}
        return verify_head(given.vault, **about)
    return verify_bundle(given.vault)


def _vault(given: Namespace, console: Console) -> list[Checked]:
    """Check a vault; a header that opens nothing is a finding, not a failure, if it may be."""
    secret, keys = None, None
    if given.passphrase_file:
        secret = first_line(given.passphrase_file)
    else:
        keys = keys_for(given, console)
    with console.bars.bar("verifying", vault=given.vault) as move:
        return verify_vault(given.vault, secret, keys=keys, full=given.full, move=move)
