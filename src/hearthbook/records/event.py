"""What happened between people: visits, incidents, words said, money, notes."""

from __future__ import annotations

from enum import StrEnum

from hearthbook.records.detail import Detail
from hearthbook.records.fact import Fact
from hearthbook.records.fact import Part
from hearthbook.records.message import Mark
from hearthbook.records.numbers import Count
from hearthbook.records.numbers import Whole
from hearthbook.records.provenance import FromDevice
from hearthbook.records.provenance import FromFile
from hearthbook.records.provenance import Origin
from hearthbook.records.when import When


class How(StrEnum):
    """How the writer knows."""

    SELF = "saw-or-did-it"
    TOLD = "was-told"
    DOCUMENT = "document"
    MACHINE = "machine"
    INFERRED = "inferred"


class Basis(Part, frozen=True):
    """How the writer knows, and from whom or what if not from her own eyes and ears."""

    how: How = How.SELF
    source: str = ""


class Status(StrEnum):
    """What became of a visit or an appointment."""

    PLANNED = "planned"
    KEPT = "kept"
    MISSED = "missed"
    CANCELLED = "cancelled"


class Visit(Fact, frozen=True, tag="visit"):
    """A person's time with the children: planned, kept, missed or cancelled."""

    person: str
    children: tuple[str, ...]
    status: Status
    when: When
    until: When | None
    place: str
    basis: Basis
    recorded_by: str
    written: Count
    note: str
    origin: Origin


class Incident(Fact, frozen=True, tag="incident"):
    """Something that happened, in plain facts: who was there, how the writer knows."""

    what: str
    people: tuple[str, ...]
    when: When
    place: str
    basis: Basis
    recorded_by: str
    written: Count
    origin: Origin


class Statement(Fact, frozen=True, tag="statement"):
    """Words said: exactly which, by whom, to whom, and who heard or passed them on."""

    words: str
    speaker: str
    addressees: tuple[str, ...]
    when: When
    basis: Basis
    recorded_by: str
    written: Count
    origin: Origin


class Payment(Fact, frozen=True, tag="payment"):
    """Money from one person to another, in minor units of `currency`."""

    payer: str
    payee: str
    amount: Whole
    currency: str
    purpose: str
    when: When
    basis: Basis
    recorded_by: str
    written: Count
    origin: Origin


class Expense(Fact, frozen=True, tag="expense"):
    """Money spent on the children, in minor units of `currency`."""

    paid_by: str
    children: tuple[str, ...]
    amount: Whole
    currency: str
    what: str
    when: When
    recorded_by: str
    written: Count
    origin: Origin


class Meets(StrEnum):
    """With whom an appointment is."""

    OTHER = "other"
    HEARING = "hearing"
    MEDIATION = "mediation"
    LAWYER = "lawyer"
    OFFICE = "office"
    MEDICAL = "medical"


class Appointment(Fact, frozen=True, tag="appointment"):
    """A meeting with a court, a lawyer, an office, a doctor.

    `case` is the short name of a proceeding, `documents` are refs of entries of the same book.
    """

    what: str
    people: tuple[str, ...]
    status: Status
    when: When
    place: str
    recorded_by: str
    written: Count
    origin: Origin
    sort: Meets = Meets.OTHER
    until: When | None = None
    case: str = ""
    note: str = ""
    documents: tuple[str, ...] = ()


class Note(Fact, frozen=True, tag="note"):
    """Free words about a time. `written` is None where a file does not say when it was."""

    text: str
    people: tuple[str, ...]
    when: When
    recorded_by: str
    written: Count | None
    origin: Origin
    details: tuple[Detail, ...] = ()
    marks: tuple[Mark, ...] = ()


class Document(Fact, frozen=True, tag="document"):
    """A whole file kept as it came: a photo, a letter, a voice note, media of a chat."""

    name: str
    media_type: str
    size: Count
    sha256: str
    origin: FromFile


class Attached(Fact, frozen=True, tag="attached"):
    """Says that the file with the SHA-256 `original` belongs to the entry `of` of this book."""

    of: str
    original: str
    name: str
    recorded_by: str
    written: Count
    origin: FromDevice


class Correction(Fact, frozen=True, tag="correction"):
    """Says that the entry `of` is replaced by the entry `by`. Both stay."""

    of: str
    by: str
    why: str
    recorded_by: str
    written: Count
    origin: Origin


class Retraction(Fact, frozen=True, tag="retraction"):
    """Says that the entry `of` should not have been written. It stays, and is shown as such."""

    of: str
    why: str
    recorded_by: str
    written: Count
    origin: Origin


class Withheld(Part, frozen=True):
    """In which entries a field was withheld: half-open ranges of their numbers."""

    kind: str
    field: str
    entries: tuple[tuple[Count, Count], ...]


class Form(StrEnum):
    """What was handed out: a paper with its manifest, or a folder of entries."""

    BUNDLE = "bundle"
    SHARE = "share"


class Release(Fact, frozen=True, tag="release"):
    """What was handed out, to whom, which entries, and what of them was withheld.

    `paper` is the SHA-256 of the paper, or of a folder's manifest; `root` and `size` are of the
    small tree of the release, base64 as in its checkpoint. `recipient` is the age recipient it
    was sealed to, if any. `entries` are half-open ranges of numbers of this book's log; the
    first releases, all of them bundles, did not say.
    """

    name: str
    to: str
    paper: str
    root: str
    size: Count
    recorded_by: str
    written: Count
    origin: Origin
    form: Form = Form.BUNDLE
    recipient: str = ""
    entries: tuple[tuple[Count, Count], ...] = ()
    withheld: tuple[Withheld, ...] = ()


class Erasure(Fact, frozen=True, tag="erasure"):
    """Says that entries of this book were erased, and why; it stands in their place.

    `entries` are half-open ranges of their numbers, `originals` counts the files destroyed.
    """

    entries: tuple[tuple[Count, Count], ...]
    originals: Count
    why: str
    recorded_by: str
    written: Count
    origin: Origin


class Keeping(StrEnum):
    """Whether anything may be erased."""

    SET = "set"
    LIFTED = "lifted"


class Hold(Fact, frozen=True, tag="hold"):
    """Says that nothing may be erased from now on, in any book, or that this has ended."""

    state: Keeping
    why: str
    recorded_by: str
    written: Count
    origin: Origin


class Stamp(Fact, frozen=True, tag="stamp"):
    """An authority's timestamp over a signed head: `at` is the authority's time, UTC.

    `head` and `reply` are the SHA-256 of the two files, which lie in the vault's `heads/`.
    """

    book: str
    size: Count
    authority: str
    head: str
    reply: str
    at: Count
    recorded_by: str
    written: Count
    origin: Origin
