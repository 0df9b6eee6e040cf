"""People: names are proposed as one person, and joined by a word that can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hearthbook.app.ask import Asking
from hearthbook.app.ask import ask
from hearthbook.app.diary import log
from hearthbook.app.diary import names
from hearthbook.app.failure import Failure
from hearthbook.app.find import Wanted
from hearthbook.app.find import find
from hearthbook.app.whose import join
from hearthbook.app.whose import people
from hearthbook.app.whose import propose
from hearthbook.app.whose import split
from hearthbook.app.words import catalogue
from tests.app.homes import CHAT
from tests.app.homes import file_in
from tests.app.homes import new_home
from tests.app.homes import taken

if TYPE_CHECKING:
    from pathlib import Path

    from hearthbook.app.household import Household

WORDS = catalogue("en")
TEXTS = b"""<?xml version="1.0" encoding="UTF-8"?>
<smses count="3">
<sms address="+49 1511 2345670" date="1770150600000" type="1" body="on my way"
 contact_name="Papa" />
<sms address="015112345670" date="1770150660000" type="2" body="good" contact_name="Papa" />
<sms address="+493023125014" date="1770150720000" type="1" body="call me"
 contact_name="(Unknown)" />
</smses>
"""
CARDS = b"""BEGIN:VCARD
VERSION:3.0
FN:Jonas Weber
TEL:+4915112345670
EMAIL:jonas@example.org
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Oma
TEL:+493023125014
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Oma
TEL:+493023125220
END:VCARD
"""


def with_sources(home: Household, folder: Path) -> None:
    home.say("region", "DE")
    taken(home, file_in(folder, "chat.txt", CHAT), zone="Europe/Berlin", me="Anna")
    taken(home, file_in(folder, "sms.xml", TEXTS), me="Anna")
    taken(home, file_in(folder, "cards.vcf", CARDS))


def test_what_may_be_one_person_is_proposed_with_reasons_and_nothing_is_joined(
    tmp_path: Path,
) -> None:
    with new_home(tmp_path) as home:
        with_sources(home, tmp_path)
        size = home.book("record").size

        found = propose(home)

        assert home.book("record").size == size
        assert home.told().person("Papa") is None
    [jonas] = [one for one in found if "+49 1511 2345670" in one.names]
    assert set(jonas.names) | {jonas.name} == {
        "+49 1511 2345670",
        "+4915112345670",
        "015112345670",
        "Papa",
        "Jonas Weber",
        "jonas@example.org",
    }
    assert {one.why for one in jonas.reasons} == {"saved-as", "card", "one-number"}


def test_a_name_on_two_cards_of_two_numbers_is_left_to_who_knows(tmp_path: Path) -> None:
    with new_home(tmp_path) as home:
        with_sources(home, tmp_path)

        assert not [one for one in propose(home) if "Oma" in (one.name, *one.names)]


def test_a_name_in_another_script_is_proposed_for_who_sounds_so(tmp_path: Path) -> None:
    with new_home(tmp_path) as home:
        log(home, kind="person", values={"name": ["Jonas"]}, book="record")
        chat = CHAT.replace(b"Jonas", "Йонас".encode())
        taken(home, file_in(tmp_path, "chat.txt", chat))

        [found] = propose(home)

    assert (found.people, found.name, found.names) == (("jonas",), "jonas", ("Йонас",))
    assert [one.why for one in found.reasons] == ["sounds-alike"]


def test_who_is_joined_is_one_in_findings_and_in_search(tmp_path: Path) -> None:
    with new_home(tmp_path) as home:
        with_sources(home, tmp_path)

        done = join(home, person="Jonas", names=["015112345670", "Papa"])

        asking = Asking(person="Papa")
        rows = ask(home, finding="contact", asking=asking, book="record", words=WORDS).rows
        hits = find(home, wanted=Wanted("", person="Papa"), book="record")
        assert done.person == "jonas"
        assert {row[0] for row in rows if row[3] == "all"} == {"Jonas"}
        assert [one.who for one in hits] == ["Jonas", "Jonas", "+49 1511 2345670"]
        assert propose(home)[0].people == ("jonas",)


def test_joining_twice_adds_nothing(tmp_path: Path) -> None:
    with new_home(tmp_path) as home:
        join(home, person="Jonas", names=["Papa"])
        size = home.book("record").size

        again = join(home, person="jonas", names=["Papa"])

        assert (again.refs, again.names) == ((), ())
        assert home.book("record").size == size


def test_a_split_undoes_a_join_and_a_join_a_split(tmp_path: Path) -> None:
    with new_home(tmp_path) as home:
        join(home, person="Jonas", names=["Papa"])
        split(home, person="Jonas", names=["Papa"])
        parted = home.told().person("Papa")
        join(home, person="Jonas", names=["Papa"])

        assert parted is None
        assert home.told().person("Papa") == "jonas"


def test_an_alias_typed_with_a_person_can_be_split_off(tmp_path: Path) -> None:
    with new_home(tmp_path) as home:
        log(home, kind="person", values={"name": ["Jonas"], "alias": ["Papa"]}, book="record")

        split(home, person="Jonas", names=["Papa"])

        assert home.told().person("Papa") is None
        assert "papa" not in names(home)


def test_two_people_are_joined_whole_and_parted_whole(tmp_path: Path) -> None:
    with new_home(tmp_path) as home:
        log(home, kind="person", values={"name": ["Jonas"]}, book="record")
        log(home, kind="person", values={"name": ["Papa"], "alias": ["Pa"]}, book="record")

        join(home, person="Jonas", names=["Papa"])
        whole = (home.told().person("Pa"), [one.person for one in people(home).people])
        split(home, person="Jonas", names=["Papa"])

        assert whole == ("jonas", ["anna", "jonas"])
        assert home.told().person("Pa") == "papa"
        assert names(home)["papa"] == "papa"


def test_a_name_that_two_claim_is_nobodys_and_said_so(tmp_path: Path) -> None:
    with new_home(tmp_path) as home:
        taken(home, file_in(tmp_path, "chat.txt", CHAT.replace(b"Jonas", b"Papa")))
        join(home, person="Jonas", names=["Papa"])
        log(home, kind="person", values={"name": ["Karl"]}, book="record")

        done = join(home, person="Karl", names=["Papa"])

        [papa] = people(home).strangers
        assert done.claimed == ("Papa",)
        assert home.told().person("Papa") is None
        assert (papa.name, papa.claimed_by) == ("Papa", ("jonas", "karl"))


@pytest.mark.parametrize(
    ("person", "name"), [("Jonas", "jonas"), ("Jonas", "Papa"), ("X", "Y")]
)
def test_what_is_not_theirs_or_their_own_is_not_split_off(
    tmp_path: Path, person: str, name: str
) -> None:
    with new_home(tmp_path) as home:
        log(home, kind="person", values={"name": ["Jonas"]}, book="record")
        size = home.book("record").size

        with pytest.raises(Failure):
            split(home, person=person, names=[name])

        assert home.book("record").size == size


def test_nothing_is_made_of_a_number_without_a_country(tmp_path: Path) -> None:
    with new_home(tmp_path) as home:
        taken(home, file_in(tmp_path, "sms.xml", TEXTS))
        join(home, person="Jonas", names=["+4915112345670"])

        assert home.told().person("+49 1511 2345670") == "jonas"
        assert home.told().person("015112345670") is None
        home.say("region", "DE")
        assert home.told().person("015112345670") == "jonas"
