"""Who is who within one export: recipients and chats by their numbers in the file.

1. A person goes by the number, else by a name, else by the account's own id, as base64.
2. The name is what the phone's owner chose (nickname, then address book), else the person's own
   profile, else the user name.
3. A frame stands before all that refer to it, so what is not known yet never will be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final
from typing import NamedTuple

from hearthbook.records.message import Parties
from hearthbook.records.message import Way

if TYPE_CHECKING:
    from hearthbook.sources.objects import Members


class Person(NamedTuple):
    """A recipient: a person, a group, oneself, or nobody in particular."""

    who: str | None = None
    label: str | None = None
    group: bool = False
    own: bool = False

    @property
    def shown(self) -> str:
        """The name, else the number, else nothing."""
        return self.label or self.who or ""


_NOBODY: Final = Person()


class People:
    """The recipients and chats met so far."""

    def __init__(self) -> None:
        self._people: dict[int, Person] = {}
        self._chats: dict[int, int] = {}
        self._accounts: dict[str, str] = {}

    def introduce(self, one: Members) -> bool:
        """Remember a recipient; tell whether it has a number."""
        number = one.whole("id")
        if number is None:
            return False
        contact, group = one.within("contact"), one.within("group")
        person = Person(own=one.has("self"))
        if contact is not None:
            person = _contact(contact)
            if contact.has("aci"):
                self._accounts[contact.line("aci")] = person.shown
        elif group is not None:
            person = Person(_title(group), group=True)
        elif one.has("callLink"):
            link = one.within("callLink")
            person = Person(link.line("name") or None if link else None)
        self._people[number] = person
        return True

    def open(self, one: Members) -> bool:
        """Remember a chat; tell whether it has a number and a recipient."""
        number, other = one.whole("id"), one.whole("recipientId")
        if number is None or other is None:
            return False
        self._chats[number] = other
        return True

    def person(self, number: int | None) -> Person:
        """Return the recipient of the number `number`, nobody if there is none."""
        return _NOBODY if number is None else self._people.get(number, _NOBODY)

    def partner(self, chat: int | None) -> Person:
        """Return the recipient that the chat `chat` is with, nobody if there is none."""
        return _NOBODY if chat is None else self.person(self._chats.get(chat))

    def account(self, aci: str) -> str:
        """Return the name of the account with the id `aci`, nothing if nobody has it."""
        return self._accounts.get(aci, "")


def between(author: Person, partner: Person, way: Way | None) -> Parties:
    """Return the parties of what `author` sent in the chat with `partner`."""
    to = () if partner.own or partner.who is None else (partner.who,)
    if way is Way.IN:
        return Parties(author.who, to if partner.group else (), way, author.label)
    if way is None:
        return Parties()
    return Parties(None, to, way, None if partner.group else partner.label)


def _contact(one: Members) -> Person:
    number = one.whole("e164")
    nickname = one.within("nickname")
    names = (
        "" if nickname is None else _joined(nickname, "given", "family"),
        _joined(one, "systemGivenName", "systemFamilyName") or one.line("systemNickname"),
        _joined(one, "profileGivenName", "profileFamilyName"),
        one.line("username"),
    )
    name = next((name for name in names if name), None)
    if number is not None:
        return Person(f"+{number}", name)
    return Person(name or one.line("aci") or one.line("pni") or None)


def _joined(one: Members, *names: str) -> str:
    return " ".join(part for part in map(one.line, names) if part)


def _title(group: Members) -> str | None:
    snapshot = group.within("snapshot")
    blob = None if snapshot is None else snapshot.within("title")
    return None if blob is None else blob.line("title") or None
