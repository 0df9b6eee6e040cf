"""Begin a vault: who writes, in which zone, with which money, and what opens it."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from hearthbook.app.clock import now
from hearthbook.app.effort import cost_here
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.household import DEVICE
from hearthbook.app.household import Household
from hearthbook.app.household import failure
from hearthbook.app.sheet import sheet_of
from hearthbook.app.times import zone
from hearthbook.base.text import nfc
from hearthbook.papers.sheet import Sheet
from hearthbook.records.family import Person
from hearthbook.records.provenance import FromDevice
from hearthbook.records.provenance import Setting
from hearthbook.vault import Vault
from hearthbook.vault import VaultError
from hearthbook.vault.slot import PRINTED


class Begun(Struct, frozen=True):
    """A new vault: where it lies, and the code that opens it if the passphrase is lost."""

    vault: str
    recovery_code: str
    sheet: Sheet


def begin(*, path: str, passphrase: str, writer: str, zone_name: str, currency: str) -> Begun:
    """Make a vault at `path` for the family that `writer` writes for.

    Raises:
        Failure: if something is there already, or it cannot be made.
    """
    zone(zone_name)
    folder = Path(path)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Failure("vault-exists", Exit.WRONG_USAGE, vault=path)
    if not passphrase:
        raise Failure("empty-passphrase", Exit.WRONG_USAGE)
    try:
        vault, code = Vault.create(folder, passphrase, made=now(), cost=cost_here())
    except VaultError as error:
        raise failure(error, path) from error
    except OSError as error:
        reason = error.strerror or "?"
        raise Failure("vault-not-made", Exit.NOT_READABLE, vault=path, reason=reason) from error
    with vault:
        home = Household(vault, folder)
        _introduce(home, nfc(writer), zone_name, currency)
        [recovery] = [way.id for way in vault.ways() if way.kind == PRINTED]
        sheet = sheet_of(home, recovery, code)
        home.close()
    return Begun(path, code, sheet)


def _introduce(home: Household, writer: str, zone_name: str, currency: str) -> None:
    slug = writer.casefold().replace(" ", "-")
    said = (("writer", slug), ("zone", zone_name), ("currency", currency), ("counsel", ""))
    at = now()
    settings = [
        Setting(name, value, slug, at, FromDevice(DEVICE, place))
        for place, (name, value) in enumerate(said)
    ]
    origin = FromDevice(DEVICE, len(settings))
    me = Person(slug, writer, "writer", False, (), None, slug, at, origin)  # noqa: FBT003  # a field, not a switch
    home.add("record", [*settings, me])
