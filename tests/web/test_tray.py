"""The page of bringing in, with several files, banks' tables, phones' files and logs."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from shutil import copytree
from typing import TYPE_CHECKING

import pytest

from hearthbook.app.household import household
from hearthbook.app.layouts import layouts
from hearthbook.records.provenance import Import
from hearthbook.records.provenance import NotTaken
from hearthbook.records.statement import Booking
from tests.app.handset import confirmed
from tests.app.handset import twins_begun
from tests.app.homes import CHAT
from tests.app.homes import PASSPHRASE
from tests.app.homes import same_home
from tests.app.test_statements import TABLE
from tests.app.test_take_in_trackers import MIA
from tests.sources.logs import database_and_log
from tests.web.test_bringing import CALL
from tests.web.test_screens import finished
from tests.web.visiting import Visitor
from tests.web.visiting import client

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthbook.records.codec import Record

Form = dict[str, "str | list[str]"]
HELD = Path("/proc/self/fd")
HEADING = ("date", "description", "money out", "money in", "balance")
RIGHT: Form = {
    "table-0-role": ["booked", "purpose", "debit", "credit", "-"],
    "table-0-order": "dmy",
    "table-0-decimal": ".",
}
OTHER = (
    b"Buchungstag;Betrag;Verwendungszweck\n"
    b"03.04.2026;-1,50;Brot\n04.05.2026;2.000,00;Unterhalt\n"
)
OLDER = OTHER.replace(b"2026", b"2025")
AMBIGUOUS = b"02/03/2026, 08:00 - Jonas: hello\n02/03/2026, 08:01 - Anna: hello\n"


@pytest.fixture
def mother(untouched: Path, tmp_path: Path) -> Iterator[Visitor]:
    """Return somebody who is in, at a vault of her own."""
    copytree(untouched, tmp_path / "family.vault")
    with client(str(tmp_path / "family.vault")) as browser:
        one = Visitor(browser)
        assert one.unlock().status_code == 303
        yield one


def laid(mother: Visitor, files: dict[str, bytes]) -> tuple[str, str]:
    """Send files as the page does; return the address of their tray, and what is shown."""
    tray, shown = "", ""
    for at, (name, raw) in enumerate(files.items()):
        heads = {"x-form": mother.token, "x-name": name, "hx-request": "true"}
        heads |= {"content-type": "application/octet-stream"}
        heads |= {"x-tray": tray} if tray else {}
        heads |= {"x-more": "yes"} if at + 1 < len(files) else {}
        answer = mother.client.post("/bring", content=raw, headers=heads)
        tray, shown = answer.headers.get("x-tray", tray), answer.text
    found = re.search(r'hx-post="(/bring/[^"]+)"', shown)
    assert found, shown
    return found[1], shown


def told(mother: Visitor, address: str, **said: str | list[str]) -> str:
    return finished(mother, mother.post(address, **said))


def records(folder: Path, kind: str) -> list[Record]:
    with household(str(folder / "family.vault"), PASSPHRASE) as home:
        return [one.record for one in home.of_kind("record", kind)]


def bookings(folder: Path) -> list[tuple[str, int]]:
    those = records(folder, "booking")
    return [(one.purpose, one.amount) for one in those if isinstance(one, Booking)]


def test_a_banks_table_shows_its_columns_its_reasons_and_its_rows(mother: Visitor) -> None:
    _, shown = laid(mother, {"bank.csv": TABLE})

    assert "<td>2025-12-25</td><td>-12.50</td><td>Nappies</td>" in shown
    assert shown.count('name="table-0-role"') == len(HEADING)
    assert re.findall(r'<option value="(\w+)" selected>', shown)[:4] == [
        *("booked", "purpose", "debit", "credit")
    ]
    assert "shown by: 25/12/2025" in shown
    assert "would be bookings: 2. Rows that could not be read so: 0." in shown


def test_a_table_is_taken_in_as_it_was_confirmed_and_its_yes_is_sealed(
    mother: Visitor, tmp_path: Path
) -> None:
    address, _ = laid(mother, {"bank.csv": TABLE})
    done = told(mother, address, **RIGHT, **{"table-0-is": "yes"}, zone="Europe/Berlin")

    with household(str(tmp_path / "family.vault"), PASSPHRASE) as home:
        [layout] = layouts(home)
    last = records(tmp_path, "import")[-1]
    assert isinstance(last, Import)
    assert last.zone == "Europe/Berlin"
    assert "Entries sealed: 3" in done
    assert bookings(tmp_path) == [("Nappies", -1250), ("Jonas", 30000)]
    assert (layout.heading, layout.debit, layout.document) == (HEADING, "money out", False)


def test_a_corrected_column_changes_the_rows_before_anybody_says_yes(
    mother: Visitor, tmp_path: Path
) -> None:
    address, _ = laid(mother, {"bank.csv": TABLE})
    turned: Form = RIGHT | {"table-0-role": ["booked", "counterparty", "credit", "debit", "-"]}
    shown = mother.post(address, **turned, again="yes").text

    assert "<td>12.50</td><td><strong>Nappies</strong> </td>" in shown
    assert bookings(tmp_path) == []
    told(mother, address, **turned, **{"table-0-is": "yes"})
    assert bookings(tmp_path) == [("", 1250), ("", -30000)]


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"table-0-role": ["booked", "purpose", "-", "-", "-"]}, "or the amount"),
        (
            {"table-0-role": ["booked", "purpose", "amount", "amount", "-"]},
            "money out, money in",
        ),
        ({"table-0-order": ""}, "the order of day and month"),
    ],
)
def test_a_yes_to_columns_that_cannot_be_read_changes_nothing(
    mother: Visitor, tmp_path: Path, wrong: Form, why: str
) -> None:
    address, _ = laid(mother, {"bank.csv": TABLE})
    shown = mother.post(address, **(RIGHT | wrong), **{"table-0-is": "yes"}).text

    assert why in shown
    assert 'role="alert"' in shown
    assert bookings(tmp_path) == []


def test_a_table_that_is_no_statement_is_kept_as_a_document(
    mother: Visitor, tmp_path: Path
) -> None:
    address, _ = laid(mother, {"bank.csv": TABLE})
    done = told(mother, address, **RIGHT, **{"table-0-is": "document"})

    assert "kept whole and unread" in done
    assert (bookings(tmp_path), len(records(tmp_path, "document"))) == ([], 1)


def test_a_table_left_out_for_now_is_written_down_as_not_taken_in(
    mother: Visitor, tmp_path: Path
) -> None:
    address, _ = laid(mother, {"bank.csv": TABLE})
    done = told(mother, address, **RIGHT, **{"table-0-is": "later"})

    [noted] = records(tmp_path, "not-taken")
    assert isinstance(noted, NotTaken)
    assert (noted.name, noted.why) == ("bank.csv", "say-columns")
    assert "Not taken in" in done
    assert "bank.csv: this looks like" in mother.get("/shows/taken").text


def test_each_heading_is_asked_about_once_even_inside_an_archive(
    mother: Visitor, tmp_path: Path
) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("bank.csv", TABLE)
        archive.writestr("konto.csv", OTHER)
    later = TABLE.replace(b"2025", b"2026")
    address, shown = laid(mother, {"all.zip": held.getvalue(), "a.csv": OTHER, "b.csv": OLDER})
    yes: Form = {"table-0-is": "yes", "table-0-order": "dmy", "table-0-decimal": ","}
    roles: Form = {"table-0-role": ["booked", "amount", "purpose"]}

    assert shown.count("table-asked") == 1
    again = mother.post(address, **yes, **roles).text
    assert again.count("table-asked") == 1
    done = told(mother, address, **RIGHT, **{"table-0-is": "yes"})
    assert "In all: files 3" in done
    assert len(bookings(tmp_path)) == 8
    assert "table-asked" not in laid(mother, {"later.csv": later})[1]


def test_several_files_are_asked_together_and_reported_together(
    mother: Visitor, tmp_path: Path
) -> None:
    files = {
        "phone/a.txt": CHAT + b"16/02/2026, 08:00 - Jonas: now\n",
        "phone/b.txt": AMBIGUOUS,
        "phone/mia.csv": MIA,
        "phone/broken.zip": b"PK\x03\x04 broken",
    }
    address, shown = laid(mother, files)
    said = {"child-2": "Mia", "order-whatsapp": "dmy"}
    done = told(mother, address, zone="Europe/Berlin", me=["Anna"], unit=["ml"], **said)

    those = [one for one in records(tmp_path, "import") if isinstance(one, Import)][-3:]
    assert [(one.name, one.zone, one.me, one.child) for one in those] == [
        ("phone/a.txt", "Europe/Berlin", "Anna", None),
        ("phone/b.txt", "Europe/Berlin", "Anna", None),
        ("phone/mia.csv", "Europe/Berlin", None, "Mia"),
    ]
    assert (shown.count('name="zone"'), shown.count("Which of these names are yours?")) == (
        1,
        1,
    )
    assert "In all: files 3" in done
    assert "phone/broken.zip" in done
    assert [
        one.name for one in records(tmp_path, "not-taken") if isinstance(one, NotTaken)
    ] == ["phone/broken.zip"]


def test_what_was_said_last_time_is_offered_and_taken_only_on_a_sign(
    mother: Visitor, tmp_path: Path
) -> None:
    first, before = laid(mother, {"mia.csv": MIA})
    told(mother, first, zone="Asia/Tbilisi", unit=["ml", "kg"], **{"child-0": "Mia"})
    second, offered = laid(mother, {"more.csv": MIA + b"\n"})
    third, _ = laid(mother, {"third.csv": MIA + b"\n\n"})
    told(mother, second, **{"child-0-before": "same", "unit-before": "same"})
    told(mother, third)

    those = [one for one in records(tmp_path, "import") if isinstance(one, Import)][-2:]
    assert [(one.child, [*map(str, one.units)]) for one in those] == [
        ("Mia", ["ml", "kg"]),
        (None, []),
    ]
    assert "as last time" not in before
    assert "as last time: Mia" in offered
    assert "<option selected>Asia/Tbilisi</option>" in offered


def test_the_country_of_bare_numbers_is_asked_until_somebody_says_it(
    mother: Visitor, tmp_path: Path
) -> None:
    calls = CALL.replace("+4915112345670", "015112345678").encode()
    address, shown = laid(mother, {"calls.xml": calls})
    wrong = mother.post(address, region="QQ").text
    told(mother, address, region="de")
    later = laid(mother, {"calls.xml": calls + b" "})[1]

    with household(str(tmp_path / "family.vault"), PASSPHRASE) as home:
        region = home.setting("region")
    assert "such as 015112345678" in shown
    assert 'role="alert"' in wrong
    assert (region, 'name="region"' in later) == ("DE", False)


def test_what_a_phone_sealed_is_handed_over_by_the_page(tmp_path: Path) -> None:
    copytree(twins_begun(), tmp_path / "family.vault")
    with same_home(tmp_path) as home:
        phone = confirmed(home)
        packet = phone.packet(phone.sealed(phone.wet()), sent=5)
    with client(str(tmp_path / "family.vault")) as browser:
        mother = Visitor(browser)
        mother.unlock()
        address, shown = laid(mother, {"diary.txt": packet, "cut.txt": packet[:-9]})
        done = told(mother, address)

    assert shown.count("What a phone wrote and sealed") == 2
    assert f"{phone.device}: taken in: 1" in done
    assert "cut off" in done
    assert len(records(tmp_path, "diaper")) == 1


@pytest.mark.parametrize("order", [("chat.db", "chat.db-wal"), ("chat.db-wal", "chat.db")])
def test_a_database_and_its_log_are_read_together_in_whatever_order_they_come(
    mother: Visitor, tmp_path: Path, order: tuple[str, str]
) -> None:
    database, log = database_and_log(tmp_path)
    both = {"chat.db": database, "chat.db-wal": log}
    address, shown = laid(mother, {name: both[name] for name in order})
    done = told(mother, address)

    with household(str(tmp_path / "family.vault"), PASSPHRASE) as home:
        imports = [one.record for one in home.of_kind("record", "import")]
    read = [one for one in imports if isinstance(one, Import)][-2:]
    assert [one.name for one in read] == ["chat.db", "chat.db-wal"]
    assert (read[0].beside, bool(read[1].beside)) == ("", True)
    assert (read[1].snags, "keeps what was written last" in done) == (0, False)
    assert "could not be read" not in shown


def test_a_log_says_what_it_lacks_and_is_read_when_that_comes(
    mother: Visitor, tmp_path: Path
) -> None:
    database, log = database_and_log(tmp_path)
    alone = told(mother, laid(mother, {"chat.db-wal": log})[0])
    done = told(mother, laid(mother, {"chat.db": database})[0])

    assert "it is read only together with that database" in alone
    assert re.findall(r"</svg> (chat[^<]*)</h2>", done) == ["chat.db", "chat.db-wal"]
    assert "could not be read" not in done


def test_a_file_that_reads_as_a_story_is_left_for_its_own_page(
    mother: Visitor, tmp_path: Path
) -> None:
    story = "Jonas came on Sunday. «I will not stay,» he said. He left after ten minutes.\n"
    address, shown = laid(mother, {"story.txt": story.encode()})
    left = told(mother, address)
    kept = told(
        mother, laid(mother, {"story.txt": story.encode()})[0], **{"story-0": "document"}
    )

    assert "looks like a story" in shown
    assert "story.txt: not taken in here" in left
    assert "Entries sealed: 1" in kept
    assert len(records(tmp_path, "document")) == 1


def test_a_folder_that_was_left_out_is_written_down(mother: Visitor, tmp_path: Path) -> None:
    heads = {"x-form": mother.token, "x-name": "old/family.vault", "x-left": "vault"}
    shown = mother.client.post("/bring", headers=heads | {"hx-request": "true"}).text
    found = re.search(r'hx-post="(/bring/[^"]+)"', shown)
    assert found
    done = told(mother, found[1])

    [noted] = records(tmp_path, "not-taken")
    assert isinstance(noted, NotTaken)
    assert (noted.name, noted.why) == ("old/family.vault", "left-out-vault")
    assert "a vault, left out" in done


def test_a_name_leads_to_nowhere_outside_of_what_was_sent(mother: Visitor) -> None:
    _, shown = laid(mother, {"../../etc/./chat.txt": CHAT})

    assert ">etc/chat.txt</h2>" in shown


def held_in_memory() -> int:
    """Return how many files this process, which is the server too, holds in memory."""
    return sum("memfd" in target(one) for one in HELD.iterdir())


def target(file: Path) -> str:
    """Return what an open file is; the server closes others meanwhile, and those are none."""
    try:
        return str(file.readlink())
    except OSError:
        return ""


@pytest.mark.skipif(not HELD.is_dir(), reason="where no file in memory has a path")
def test_what_was_sent_is_let_go_once_it_is_kept_or_others_came(mother: Visitor) -> None:
    before = held_in_memory()
    address, _ = laid(mother, {"a.txt": CHAT, "b.txt": CHAT})
    lying = held_in_memory()
    told(mother, address)
    kept = held_in_memory()
    for n in range(5):
        laid(mother, {f"{n}.txt": CHAT})

    assert (lying - before, kept - before, held_in_memory() - before) == (2, 0, 3)


def test_a_file_too_large_is_refused_by_itself_and_written_down(
    mother: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hearthbook.app.tray.MOST", len(CHAT) + 9)
    address, shown = laid(mother, {"chat.txt": CHAT, "film.mp4": bytes(99)})
    done = told(mother, address)

    assert "film.mp4: larger than" in shown
    assert "Not taken in" in done
    assert [
        one.name for one in records(tmp_path, "not-taken") if isinstance(one, NotTaken)
    ] == ["film.mp4"]


def test_a_tray_that_is_full_says_so_and_keeps_what_lies_on_it(
    mother: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hearthbook.app.tray.MOST_FILES", 1)
    address, _ = laid(mother, {"one.txt": CHAT + b"20/02/2026, 08:00 - Jonas: c\n"})
    heads = {"x-form": mother.token, "x-name": "two.txt", "hx-request": "true"}
    tray = {"x-tray": address.rpartition("/")[2]}
    second = mother.client.post("/bring", content=CHAT, headers=heads | tray)

    assert second.status_code == 400
    assert "files at once" in second.text
    assert "Entries sealed: 6" in told(mother, address)
