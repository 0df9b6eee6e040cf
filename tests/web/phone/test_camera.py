"""Photos, voice notes, incidents: sealed on the phone, at home originals as they were."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from hearthbook.app.attaching import files
from hearthbook.app.outbox import hand_over
from hearthbook.records.event import Attached
from hearthbook.records.event import Incident
from hearthbook.records.event import Note
from hearthbook.records.event import Statement
from hearthbook.records.file import Photo
from tests.web.phone.hand import confirmed
from tests.web.phone.hand import held
from tests.web.phone.hand import made_link
from tests.web.phone.hand import unlocked
from tests.web.serving import until

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from playwright.sync_api import Route

    from hearthbook.app.attaching import File
    from hearthbook.app.household import Household
    from hearthbook.records.codec import Record
    from tests.web.phone.hand import Phone
    from tests.web.phone.hand import Server

SAMPLES = Path(__file__).parents[2] / "sources"
PLACED = (SAMPLES / "photo/with-place.jpg").read_bytes()
# Three pieces, each with other bytes than the one before.
PICTURE = PLACED + b"".join(number.to_bytes(4, "big") for number in range(150_000))
DUMP = """async () => {
  const { db } = window.diary.store;
  const found = [];
  for (const name of db.objectStoreNames) {
    const request = db.transaction(name).objectStore(name).getAll();
    await new Promise((done) => (request.onsuccess = done));
    for (const row of request.result) found.push(...Object.values(row));
  }
  const raw = found.filter((one) => one instanceof Uint8Array);
  return raw.map((one) => Array.from(one, (byte) => String.fromCharCode(byte)).join(""));
}"""
SHARED = """() => {
  window.handed = [];
  navigator.canShare = () => true;
  navigator.share = async ({ files }) => window.handed.push(...files);
}"""


def more(phone: Phone, kind: str) -> None:
    phone.page.get_by_role("button", name="More", exact=True).tap()
    phone.page.locator(f"[data-kind={kind}]").tap()


def photographed(phone: Phone, picture: bytes, words: str = "") -> None:
    """Write a note with a photo, as the camera of the phone would hand it over."""
    more(phone, "note")
    phone.page.locator("textarea").fill(words)
    shot = {"name": "IMG_0007.jpg", "mimeType": "image/jpeg", "buffer": picture}
    phone.page.set_input_files(".files input", shot)  # type: ignore[arg-type]  # a file's fields
    phone.page.get_by_role("button", name="Save").tap()


def said(home: Household, device: str, kind: str) -> list[Record]:
    found = [one.record for one in home.of_kind("record", kind)]
    return [
        one for one in found if getattr(getattr(one, "origin", None), "device", "") == device
    ]


def kept(home: Household, device: str) -> tuple[File, bytes, Attached]:
    """Return the one file a phone sent, its bytes, and what joins it to its entry."""
    [joined] = said(home, device, "attached")
    assert isinstance(joined, Attached)
    [file] = files(home, book="record", ref=joined.of)
    raw = BytesIO()
    home.vault.originals.get(file.original, raw)
    return file, raw.getvalue(), joined


def test_a_photo_comes_home_byte_for_byte_and_joined_to_its_words(
    browser: Browser, steady: Server
) -> None:
    with held(browser) as phone:
        phone.open(made_link(steady))
        photographed(phone, PICTURE, "The rash tonight.")
        phone.saved(3)
        phone.page.wait_for_selector("dialog:not([open])", state="attached")
        assert phone.send()
        assert phone.waiting() == 0
        device, faults = phone.device, phone.faults

    with unlocked(steady.vault) as home:
        confirmed(home)
        file, raw, joined = kept(home, device)
        [note] = said(home, device, "note")
        photos = [one.record for one in home.of_kind("record", "photo")]
    assert raw == PICTURE
    assert (file.name, file.sort) == ("IMG_0007.jpg", "picture")
    assert joined.original == sha256(PICTURE).hexdigest()
    assert isinstance(note, Note)
    assert note.text == "The rash tonight."
    assert [one.whereabouts is not None for one in photos if isinstance(one, Photo)] == [True]
    assert faults == []


def test_a_photo_that_waits_cannot_be_seen_on_the_phone(
    browser: Browser, steady: Server
) -> None:
    with held(browser) as phone:
        phone.page.route("**/outbox", lambda route: route.abort())
        phone.open(made_link(steady))
        photographed(phone, PICTURE)
        phone.saved(3)
        phone.open(steady.page)
        rows: list[str] = phone.page.evaluate(DUMP)

    stored = [row for row in rows if row.startswith("age-encryption.org/v1\n")]
    large = [row for row in stored if len(row) > 50_000]
    assert len(large) == 3
    assert all("Exif" not in row and "IMG_0007" not in row for row in rows)


def test_a_photo_cut_off_on_its_way_comes_whole_and_once(
    browser: Browser, steady: Server
) -> None:
    sent: list[str] = []

    def lossy(route: Route) -> None:
        sent.append(route.request.post_data or "")
        if len(sent) % 3 == 1:
            route.abort()
        elif len(sent) % 3 == 2:
            route.fetch()
            route.abort("connectionreset")
        else:
            route.continue_()

    with held(browser) as phone:
        phone.open(made_link(steady))
        phone.page.route("**/outbox", lossy)
        photographed(phone, PICTURE[:-1])
        phone.saved(3)
        for _ in range(20):
            if phone.send():
                break
        device = phone.device
        with unlocked(steady.vault) as home:
            confirmed(home)
            _, raw, _ = kept(home, device)
            left = home.vault.outbox.pieces()

    assert raw == PICTURE[:-1]
    assert left == []
    assert len(sent) > 8


def test_a_full_phone_keeps_no_half_of_a_photo_and_says_so(
    browser: Browser, steady: Server
) -> None:
    with held(browser) as phone:
        phone.page.route("**/outbox", lambda route: route.abort())
        origin = steady.page.removesuffix("/phone/")
        session = phone.context.new_cdp_session(phone.page)
        small = {"origin": origin, "quotaSize": 500_000}
        session.send("Storage.overrideQuotaForOrigin", small)
        phone.open(made_link(steady))
        photographed(phone, PICTURE, "Kept all the same.")
        phone.page.locator(".files [role=alert]").wait_for()
        sentence = phone.page.locator(".files [role=alert]").inner_text()
        pieces = phone.page.evaluate(DUMP)
        session.send("Storage.overrideQuotaForOrigin", {"origin": origin})
        phone.page.get_by_role("button", name="Save").tap()
        phone.saved(3)
        numbers = phone.counter()

    assert "this phone is full" in sentence
    assert [one for one in pieces if len(one) > 50_000] == []
    assert numbers == 3


def test_the_one_sealed_file_brings_photos_along(
    browser: Browser, steady: Server, tmp_path: Path
) -> None:
    with held(browser) as phone:
        phone.page.route("**/outbox", lambda route: route.abort())
        phone.open(made_link(steady))
        photographed(phone, PICTURE[:-2])
        phone.saved(3)
        phone.page.wait_for_selector("dialog:not([open])", state="attached")
        phone.page.evaluate(SHARED)
        phone.page.get_by_role("button", name="Settings").tap()
        phone.page.get_by_role("button", name="As a file").tap()
        until(phone.page, "() => window.handed.length === 1")
        name = phone.page.evaluate("window.handed[0].name")
        text = phone.page.evaluate("window.handed[0].text()")
        device = phone.device

    handed = tmp_path / "handed.txt"
    handed.write_text(text, "ascii")
    with unlocked(steady.vault) as home:
        hand_over(home, path=str(handed))
        confirmed(home)
        _, raw, _ = kept(home, device)
    assert raw == PICTURE[:-2]
    assert name.startswith("diary-")


def test_a_voice_note_is_an_original_like_any_other(browser: Browser, steady: Server) -> None:
    with held(browser) as phone:
        phone.context.grant_permissions(["microphone"])
        phone.open(made_link(steady))
        more(phone, "voice")
        phone.page.locator(".record.on").wait_for()
        phone.page.wait_for_timeout(400)
        phone.page.locator(".record.on").tap()
        phone.page.locator(".held li").wait_for()
        phone.page.get_by_role("button", name="Save").tap()
        phone.saved(3)
        assert phone.send()
        device = phone.device

    with unlocked(steady.vault) as home:
        confirmed(home)
        file, raw, _ = kept(home, device)
        [note] = said(home, device, "note")
    assert raw[:4] == b"\x1aE\xdf\xa3" or raw[4:8] == b"ftyp"
    assert (file.sort, len(raw) == file.size > 100) == ("sound", True)
    assert isinstance(note, Note)
    assert note.text == "Voice note"


def test_an_incident_is_what_happened_and_the_words_said(
    browser: Browser, steady: Server
) -> None:
    with held(browser) as phone:
        phone.open(made_link(steady))
        more(phone, "incident")
        phone.page.get_by_label("What happened?").last.fill("He stood at the door.")
        phone.page.get_by_label("What was said, word for word").last.fill("I am not coming.")
        phone.page.get_by_role("group", name="Who said it?").get_by_text("Ruth").tap()
        phone.page.get_by_label("To whom?").get_by_role("button", name="me", exact=True).tap()
        phone.page.get_by_role("group", name="Who else was there?").get_by_text("Mila").tap()
        phone.page.get_by_role("button", name="−15 min").tap()
        phone.page.get_by_role("button", name="Save").tap()
        phone.saved(3)
        phone.send()
        device = phone.device

    with unlocked(steady.vault) as home:
        confirmed(home)
        [incident] = said(home, device, "incident")
        [words] = said(home, device, "statement")
    assert isinstance(incident, Incident)
    assert isinstance(words, Statement)
    assert (incident.what, incident.people) == ("He stood at the door.", ("mila",))
    assert (words.words, words.speaker, words.addressees) == (
        "I am not coming.",
        "ruth",
        ("anna",),
    )
    assert words.when == incident.when
