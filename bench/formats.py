"""One large file of each kind that a peer reads, the same bytes for the same size.

They hold what such files hold most: plain messages, mails with and without a picture, bookings,
appointments, contacts. The odd ones have their samples in the tests.
"""

from __future__ import annotations

import json
from datetime import UTC
from datetime import datetime
from datetime import timedelta
from typing import TYPE_CHECKING
from typing import Final

from bench.generate import Phrase
from demo.rng import Rng

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import TypeAlias

    # what stands first, a record by its number and words, what stands last
    Made: TypeAlias = tuple[str, Callable[[int, str], str], str]

_START: Final = datetime(2021, 1, 1, 8, tzinfo=UTC)
_PHRASES: Final = 5_000
_WRITERS: Final = ("Mira Holt", "Jonas Reyk")


def write(path: Path, kind: str, megabytes: int) -> int:
    """Write a file of a `kind` of `FORMATS`, some `megabytes` large; return its records."""
    first, record, last = FORMATS[kind]
    phrase = Phrase(Rng(11))
    words = [phrase.text(18) for _ in range(_PHRASES)]
    count = size = 0
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write(first)
        while size < megabytes * 1_000_000:
            made = record(count, words[count % _PHRASES])
            size += len(made)
            count += 1
            out.write(made)
        out.write(last)
    return count


def _at(number: int) -> datetime:
    return _START + timedelta(minutes=7 * number)


def _telegram(number: int, words: str) -> str:
    who = number % 2
    one = {
        "id": number,
        "type": "message",
        "date": _at(number).strftime("%Y-%m-%dT%H:%M:%S"),
        "date_unixtime": str(int(_at(number).timestamp())),
        "from": _WRITERS[who],
        "from_id": f"user{100 + who}",
        "text": words,
        "text_entities": [{"type": "plain", "text": words}],
    }
    return ("," if number else "") + "\n  " + json.dumps(one, indent=1).replace("\n", "\n  ")


def _messenger(number: int, words: str) -> str:
    one = {
        "sender_name": _WRITERS[number % 2],
        "timestamp_ms": int((_START - timedelta(minutes=number)).timestamp()) * 1000,
        "content": words,
        "is_geoblocked_for_viewer": False,
    }
    return (
        ("," if number else "") + "\n    " + json.dumps(one, indent=2).replace("\n", "\n    ")
    )


def _calendar(number: int, words: str) -> str:
    start = _at(number)
    return (
        f"BEGIN:VEVENT\r\nUID:visit-{number}@example.org\r\nDTSTAMP:20210101T080000Z\r\n"
        f"DTSTART:{start:%Y%m%dT%H%M%SZ}\r\n"
        f"DTEND:{start + timedelta(hours=2):%Y%m%dT%H%M%SZ}\r\n"
        f"SUMMARY:{words[:60]}\r\nLOCATION:Lindenweg 7\\, second bell\r\nSTATUS:CONFIRMED\r\n"
        "END:VEVENT\r\n"
    )


def _card(number: int, words: str) -> str:
    return (
        f"BEGIN:VCARD\r\nVERSION:3.0\r\nN:Holt;Mira{number};;;\r\nFN:Mira{number} Holt\r\n"
        f"TEL;TYPE=CELL:+4916328{number % 10**6:06d}\r\nEMAIL:mira{number}@example.org\r\n"
        f"NOTE:{words[:60]}\r\nEND:VCARD\r\n"
    )


def _mt940(number: int, words: str) -> str:
    day = _at(number // 40)
    return (
        f":61:{day:%y%m%d}{day:%m%d}D12,50NTRF{number}//B{number}\r\n"
        f":86:166?00LASTSCHRIFT?20{words[:27]}?32Mira Holt\r\n"
    )


def _ofx(number: int, words: str) -> str:
    return (
        f"<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>{_at(number // 40):%Y%m%d}<TRNAMT>-12.50"
        f"<FITID>{number}<NAME>Mira Holt<MEMO>{words[:40]}</STMTTRN>\r\n"
    )


def _qif(number: int, words: str) -> str:
    day = _at(number // 40)
    return f"D{day:%Y-%m-%d}\nT-12.50\nPMira Holt\nM{words[:40]}\n^\n"


def _camt(number: int, words: str) -> str:
    day = f"{_at(number // 40):%Y-%m-%d}"
    return (
        '<Ntry><Amt Ccy="EUR">12.50</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts>'
        f"<BookgDt><Dt>{day}</Dt></BookgDt><ValDt><Dt>{day}</Dt></ValDt>"
        f"<AcctSvcrRef>{number}</AcctSvcrRef><BkTxCd><Prtry><Cd>NTRF</Cd></Prtry></BkTxCd>"
        "<NtryDtls><TxDtls><RltdPties><Cdtr><Nm>Mira Holt</Nm></Cdtr></RltdPties>"
        f"<RmtInf><Ustrd>{words[:60]}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>\n"
    )


def _mail(number: int, words: str) -> str:
    mail = (
        f"From - Sat Mar  7 06:20:{number % 60:02d} 2026\nMessage-ID: <{number}@x.example>\n"
        "Date: Sat, 7 Mar 2026 06:20:00 +0100\nFrom: Jonas <jonas@example.org>\n"
        f"To: mira@example.net\nSubject: =?utf-8?q?Nummer_{number}?=\nMIME-Version: 1.0\n"
        'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\n'
    ) + f"{words}\n" * (5 + number % 40)
    if number % 10 == 0:
        mail += (
            "\n--b\nContent-Type: image/jpeg; name=a.jpg\nContent-Transfer-Encoding: base64\n\n"
        ) + _PICTURE
    return mail + "\n--b--\n\n"


_PICTURE: Final = (
    "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5\n"
) * 1_100
_CAMT_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>'
    "<GrpHdr><MsgId>1</MsgId><CreDtTm>2024-10-03T18:15:00</CreDtTm></GrpHdr><Stmt><Id>1</Id>"
    "<CreDtTm>2024-10-03T18:15:00</CreDtTm><Acct><Id><IBAN>DE75512108001245126199</IBAN></Id>"
    "<Ccy>EUR</Ccy></Acct>\n"
)
_OFX_HEAD: Final = (
    "OFXHEADER:100\r\nDATA:OFXSGML\r\nVERSION:102\r\nSECURITY:NONE\r\nENCODING:UTF-8\r\n"
    "CHARSET:NONE\r\nCOMPRESSION:NONE\r\nOLDFILEUID:NONE\r\nNEWFILEUID:NONE\r\n\r\n"
    "<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0<SEVERITY>INFO</STATUS><DTSERVER>20250201"
    "<LANGUAGE>ENG</SONRS></SIGNONMSGSRSV1><BANKMSGSRSV1><STMTTRNRS><TRNUID>1<STATUS><CODE>0"
    "<SEVERITY>INFO</STATUS><STMTRS><CURDEF>EUR<BANKACCTFROM><BANKID>044<ACCTID>55"
    "<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST><DTSTART>20210101<DTEND>20260101\r\n"
)
FORMATS: Final[dict[str, Made]] = {
    "telegram": (
        '{\n "name": "Jonas Reyk",\n "type": "personal_chat",\n "id": 101,\n "messages": [',
        _telegram,
        "\n ]\n}",
    ),
    "messenger": (
        (
            '{\n  "participants": [\n    {\n      "name": "Jonas Reyk"\n    },\n    {\n'
            '      "name": "Mira Holt"\n    }\n  ],\n  "messages": ['
        ),
        _messenger,
        '\n  ],\n  "title": "Jonas Reyk",\n  "thread_path": "inbox/jonas_1"\n}',
    ),
    "ics": (
        "BEGIN:VCALENDAR\r\nPRODID:-//Example//Calendar//EN\r\nVERSION:2.0\r\n",
        _calendar,
        "END:VCALENDAR\r\n",
    ),
    "vcard": ("", _card, ""),
    "mt940": (
        ":20:STARTUMSE\r\n:25:12030000/0000202051\r\n:28C:00012/001\r\n:60F:C201230EUR100,00\r\n",
        _mt940,
        ":62F:C260301EUR470,10\r\n-\r\n",
    ),
    "ofx": (
        _OFX_HEAD,
        _ofx,
        (
            "</BANKTRANLIST><LEDGERBAL><BALAMT>1.00<DTASOF>20250201</LEDGERBAL></STMTRS>"
            "</STMTTRNRS></BANKMSGSRSV1></OFX>\r\n"
        ),
    ),
    "qif": ("!Type:Bank\n", _qif, ""),
    "camt": (_CAMT_HEAD, _camt, "</Stmt></BkToCstmrStmt></Document>\n"),
    "mail": ("", _mail, ""),
}
