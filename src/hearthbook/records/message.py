"""What was said over a wire, by whom, and when the phone says so."""

from __future__ import annotations

from enum import StrEnum

from hearthbook.records.fact import Fact
from hearthbook.records.fact import Part
from hearthbook.records.numbers import Count
from hearthbook.records.provenance import FromFile
from hearthbook.records.when import When


class Way(StrEnum):
    """Which way it went, as seen from the phone it was exported from."""

    IN = "in"
    OUT = "out"
    UNSENT = "unsent"  # drafts, outbox, failed: never shown as said to anybody


class Mark(StrEnum):
    """What a reader noticed about a message; a closed list, words in the catalogues."""

    APP_TEXT = "app-text"  # a line the app wrote, not a person
    DELETED = "deleted"
    EDITED = "edited"
    MEDIA_OMITTED = "media-omitted"
    MEDIA_ATTACHED = "media-attached"
    CALL_LINE = "call-line"
    VIEW_ONCE = "view-once"
    HEADER_LIKE = "header-like-in-body"  # a line inside that looks like another message
    OTHER_SHAPE = "other-header-shape"
    REJECTED_HEADER = "rejected-header"  # a stamp that is no date
    DOUBTFUL_HEADER = "doubtful-header"  # this record may be typed text of the one before
    BACKWARD_TIME = "backward-time"
    AMBIGUOUS_DATE = "ambiguous-date"
    ORDER_BY_SEQUENCE = "order-by-sequence"  # day and month told apart by file order alone
    DOUBTFUL_SENDER = "doubtful-sender"
    REPLACED_SIGN = "replaced-sign"
    SURROGATE_JOINED = "surrogate-joined"
    LONE_SURROGATE = "lone-surrogate"
    RECOMPOSED = "recomposed"  # the original's text was not in composed form
    DIRECTION_MARK = "direction-mark"  # signs that turn the direction of writing
    CUT_OFF = "cut-off"
    GROUP = "group"
    UNREAD_INSIDE = "unread-inside"  # the record holds markup that the reader does not know
    MOJIBAKE_REPAIRED = "mojibake-repaired"  # letters written as the letters of their bytes
    FORWARDED = "forwarded"  # the words are another's, passed on by the sender
    REVERSED = "reversed"  # the bank took back what it had booked before
    PENDING = "pending"  # noted by the bank and not booked yet
    NOT_THE_SUM = "not-the-sum"  # a balance or a booking that its parts do not add up to
    SEVERAL_INSIDE = "several-inside"  # one booking of several payments
    YEAR_INFERRED = "year-inferred"  # the year stands beside the date, not in it
    BARE_NUMBER = "bare-number"  # a figure without a unit
    OPEN_ENDED = "open-ended"  # it has a beginning, and its kind an end, which is not there
    END_FIRST = "end-first"  # its end comes before its start; both are kept as written
    OTHER_DURATION = "other-duration"  # the duration is not the end less the start
    OTHER_CLOCK = "other-clock"  # the moment and the clock reading beside it disagree
    ROW_AGAIN = "row-again"  # the same row stands in the file before
    UNKNOWN_ZONE = "unknown-zone"  # a zone of a name that no list has; the reading is kept
    TIMES_DIFFER = "times-differ"  # the sender's clock and the server's lie far apart
    FROM_MARKUP = "from-markup"  # the text stood only as a page with markup, which is left out
    LINES_INSIDE = (
        "mailbox-line-inside"  # a line inside could begin another mail of the mailbox
    )
    REACTION = "reaction"  # not words of its own but a sign set to another message
    DELETED_LATELY = "deleted-lately"  # deleted on the phone and kept there for some days still


class Parties(Part, frozen=True):
    """Who, in the source's own names and numbers; nobody is looked up or merged here.

    `sender` is None for a line the app itself wrote, and where the source does not say.
    `way` is None where the source does not know whose phone it is.
    """

    sender: str | None = None
    to: tuple[str, ...] = ()
    way: Way | None = None
    label: str | None = None  # the contact name the phone had saved, if any
    copied: tuple[str, ...] = ()  # those of `to` who were only sent a copy


class Media(Part, frozen=True):
    """A file that came with a message; `sha256` and `size` are known if it is present."""

    name: str
    type: str = ""
    size: Count | None = None
    sha256: str | None = None


class Message(Fact, frozen=True, tag="message"):
    """One entry of a conversation, as written."""

    origin: FromFile
    when: When
    parties: Parties
    text: str
    marks: tuple[Mark, ...]
    media: tuple[Media, ...]


class Outcome(StrEnum):
    """What became of a call, as the phone typed it."""

    ANSWERED = "answered"
    MISSED = "missed"
    VOICEMAIL = "voicemail"
    REJECTED = "rejected"
    BLOCKED = "blocked"
    ELSEWHERE = "answered-elsewhere"
    DIALLED = "dialled"  # outgoing; the phone does not say whether anybody answered
    UNKNOWN = "unknown"


class Call(Fact, frozen=True, tag="call"):
    """One line of a call log. `seconds` is None where the log does not say.

    A withheld number leaves `parties.sender` None.
    """

    origin: FromFile
    when: When
    parties: Parties
    outcome: Outcome
    seconds: Count | None
    marks: tuple[Mark, ...]
