"""Begin a vault, and write into it what a person says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from hearthbook.app.clock import now
from hearthbook.app.effort import cost_here
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.forms import FORMS
from hearthbook.app.household import BOOKS
from hearthbook.app.household import DEVICE
from hearthbook.app.household import Household
from hearthbook.app.household import failure
from hearthbook.app.sheet import sheet_of
from hearthbook.app.times import zone
from hearthbook.app.typed import Common
from hearthbook.app.typed import Typed
from hearthbook.base.text import nfc
from hearthbook.papers.sheet import Sheet
from hearthbook.records.event import Retraction
from hearthbook.records.family import Person
from hearthbook.records.provenance import FromDevice
from hearthbook.records.provenance import Setting
from hearthbook.vault import Vault
from hearthbook.vault import VaultError
from hearthbook.vault.slot import PRINTED

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Sequence


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


def log(home: Household, *, kind: str, values: Mapping[str, Sequence[str]], book: str) -> str:
    """Write one entry down as its form says, and return its ref.

    Raises:
        Failure: if there is no such form or book, or something typed cannot be kept.
    """
    if book not in BOOKS:
        raise Failure("no-such-book", Exit.WRONG_USAGE, book=book)
    people = names(home, book)
    typed = Typed(values, people, _common(home, book))
    record = FORMS[kind].record(typed)
    if isinstance(record, Person):
        _only_one(home, record, book)
    [ref] = home.add(book, [record])
    return ref


def begin_child(home: Household, name: str) -> None:
    """Write a child down by name, if nobody here goes by it."""
    if nfc(name).casefold() not in names(home):
        log(home, kind="child", values={"name": [name]}, book="record")


def names(home: Household, book: str = "record") -> dict[str, str]:
    """Return the person that each name and alias a book knows stands for, if only one does."""
    found: dict[str, set[str]] = {}
    for person in home.people(book):
        for name in (person.person, person.name, *person.aliases):
            found.setdefault(name.casefold(), set()).add(person.person)
    # A person's own short name wins over somebody else's alias.
    own = {person.person: person.person for person in home.people(book)}
    return {name: next(iter(those)) for name, those in found.items() if len(those) == 1} | own


def retract(home: Household, *, ref: str, why: str, book: str) -> str:
    """Say that an entry should not have been written; it stays and is shown so.

    Raises:
        Failure: if there is no such entry.
    """
    if all(entry.ref != ref for entry in home.entries(book)):
        raise Failure("no-such-entry", Exit.WRONG_USAGE, ref=ref)
    common = _common(home, book)
    record = Retraction(ref, nfc(why), common.writer, common.written, common.origin)
    [new] = home.add(book, [record])
    return new


def _common(home: Household, book: str) -> Common:
    return Common(
        writer=home.writer(),
        written=now(),
        origin=home.origin(book),
        zone=home.setting("zone"),
        currency=home.setting("currency"),
    )


def _only_one(home: Household, person: Person, book: str) -> None:
    for other in home.people(book):
        if other.person == person.person and other.name != person.name:
            raise Failure("person-exists", Exit.WRONG_USAGE, name=person.person)
