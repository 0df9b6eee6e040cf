from __future__ import annotations

from hypothesis import strategies as st

from tests.sources.sms_backup.writing import PROLOG
from tests.sources.sms_backup.writing import call
from tests.sources.sms_backup.writing import escaped
from tests.sources.sms_backup.writing import mms
from tests.sources.sms_backup.writing import part
from tests.sources.sms_backup.writing import sms

WORDS = st.text(st.characters(codec="utf-8"), max_size=12).map(escaped)
ODD = st.sampled_from(
    [
        "",
        "null",
        "&#55357;&#56832;",
        "&#xD83D;",
        "&#0;",
        "&#x110000;",
        "e\u0301",
        "\u202e",
        "&nothing;",
        "a < b",
        'say "so"',
        "\x00",
        "\r\n",
    ]
)
VALUES = st.one_of(WORDS, ODD)
NUMBERS = st.sampled_from(["+441632960011", "null", "", "-2", "a~b", "insert-address-token"])
DATES = st.sampled_from(["1730000000000", "0", "-1", "bad", "9" * 15, "9" * 5000, "null"])
KINDS = st.sampled_from(["1", "2", "3", "0", "null", "132"])
DATA = st.one_of(
    st.sampled_from(["", "null", "QUJD", "QUI", "QUJD\nQUJD", "QU&#10;JD", "QQ==QQ==", "?"]),
    st.text("QUJD=\n", max_size=12),
)
MESSAGES = st.builds(
    lambda a, d, t, b, c: sms(address=a, date=d, type=t, body=b, contact_name=c),
    NUMBERS,
    DATES,
    KINDS,
    VALUES,
    VALUES,
)
PARTS = st.builds(
    lambda ct, text, data: part(ct, text=text, data=data),
    st.sampled_from(["text/plain", "image/jpeg", "application/smil"]),
    VALUES,
    DATA,
)
PICTURES = st.builds(
    lambda parts, box, who, kind: mms(*parts, addrs=((kind, who),), msg_box=box, address=who),
    st.lists(PARTS, max_size=3),
    KINDS,
    NUMBERS,
    st.sampled_from(["137", "151", "130", "129", "x"]),
)
CALLS = st.builds(
    lambda n, d, t, p, s: call(number=n, date=d, type=t, presentation=p, duration=s),
    NUMBERS,
    DATES,
    KINDS,
    KINDS,
    st.sampled_from(["0", "61", "-1", "null", "9" * 20]),
)
SCRAPS = st.sampled_from(
    [
        PROLOG,
        '<smses count="2">\n',
        "<smses/>",
        "<smses count=>",
        "</smses>",
        "<calls>",
        "</calls>",
        "<!-- a note -->\n",
        "<!-- <sms /> -->",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<!DOCTYPE smses [",
        "]>",
        '<?xml-stylesheet type="text/xsl" href="sms.xsl"?>',
        "<?other?>",
        "<sms ",
        "<mms>",
        "</mms>",
        "<parts>",
        "</parts>",
        "<part />",
        "<call/>",
        "<contact/>",
        '"',
        "'",
        "<",
        ">",
        " \n",
        "words",
        "\ufeff",
    ]
)
RECORDS = st.one_of(MESSAGES, PICTURES, CALLS)
WHOLE = st.lists(RECORDS, max_size=4).map(
    lambda records: f"{PROLOG}<smses>\n{''.join(records)}</smses>\n"
)
MIXED = st.lists(st.one_of(RECORDS, SCRAPS), max_size=8).map("".join)


def _harmed(text: str, cut: int | None, hit: tuple[int, int] | None) -> bytes:
    raw = bytearray(text.encode())
    if raw and hit is not None:
        raw[hit[0] % len(raw)] = hit[1]
    return bytes(raw if cut is None else raw[: cut % (len(raw) + 1)])


FILES = st.builds(
    _harmed,
    st.one_of(WHOLE, MIXED),
    st.none() | st.integers(0, 4000),
    st.none() | st.tuples(st.integers(0, 4000), st.integers(0, 255)),
)
