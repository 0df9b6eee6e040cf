"""`python -m bench.rivals`: every reader that has a peer in Python, side by side in one run.

One generated file of each kind. Each program parses alone; what is compared is the processor
time after its imports, the least of several runs that take turns, so that a busy machine treats
all alike. Ours makes checked records with their places in the file and hashes of what is
attached; what a peer makes stands in `docs/measured.md`.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Final

from bench.formats import FORMATS
from bench.formats import write
from bench.generate import sms
from bench.generate import whatsapp
from bench.measure import took

if TYPE_CHECKING:
    from collections.abc import Mapping

HERE: Final = Path(__file__).parent
PEERS: Final = HERE.parent / ".venv-bench/bin/python"
MEGABYTES: Final = {
    "whatsapp": 8,
    "sms": 50,
    "telegram": 10,
    "messenger": 10,
    "mail": 20,
    "ics": 2,
    "vcard": 2,
    "mt940": 2,
    "ofx": 2,
    "qif": 2,
    "camt": 2,
}
ENDINGS: Final = {"camt": ".xml", "qif": ".qif"}  # without which the peer reads nothing
OURS: Final = """
import mmap, sys, time
from hearthbook.sources import READERS
from hearthbook.sources.contract import Answers, Original
file = open(sys.argv[1], "rb")
with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
    begun = time.process_time()
    [reader] = [r for r in READERS if r.recognises("", data[: 1 << 16])]
    found = reader.read(Original("0" * 64, "", data), Answers("dmy"))
    count = sum(1 for one in found if type(one).__name__ not in {"Frame", "Snag", "Balance"})
print(count, time.process_time() - begun)
"""
_TIMED: Final = """
import sys, time, warnings, logging
warnings.simplefilter("ignore")
logging.disable()
{imports}
begun = time.process_time()
{work}
print(count, time.process_time() - begun)
"""
_MAILBOX: Final = """
count = 0
for mail in mailbox.mbox(sys.argv[1], create=False):
    str(make_header(decode_header(mail["subject"] or "")))
    for part in mail.walk():
        if not part.is_multipart():
            hashlib.sha256(part.get_payload(decode=True) or b"").hexdigest()
    count += 1
"""
_LXML_SMS: Final = """
count = 0
for _, one in etree.iterparse(sys.argv[1], huge_tree=True, tag=("sms", "part", "mms")):
    if one.tag == "part":
        hashlib.sha256(base64.b64decode(one.get("data") or "")).hexdigest()
    else:
        count += 1
        dict(one.attrib)
        one.clear()
"""
_CHATMINER: Final = """
parser = {0}(sys.argv[1])
parser.parse_file()
count = len(parser.parsed_messages.get_df())
"""


def _code(imports: str, work: str) -> str:
    return _TIMED.format(imports=imports, work=work)


def _chatminer(parser: str) -> str:
    return _code(f"from chatminer.chatparsers import {parser}", _CHATMINER.format(parser))


RIVALS: Final[Mapping[str, Mapping[str, str]]] = {
    "whatsapp": {
        "whatstk": _code(
            "from whatstk import WhatsAppChat",
            "count = len(WhatsAppChat.from_source(sys.argv[1], max_size=None).df)",
        ),
        "chat-miner": _chatminer("WhatsAppParser"),
    },
    "sms": {"lxml": _code("import base64, hashlib\nfrom lxml import etree", _LXML_SMS)},
    "telegram": {"chat-miner": _chatminer("TelegramJsonParser")},
    "messenger": {"chat-miner": _chatminer("FacebookMessengerParser")},
    "mail": {
        "mailbox": _code(
            "import hashlib, mailbox\nfrom email.header import decode_header, make_header",
            _MAILBOX,
        )
    },
    "ics": {
        "icalendar": _code(
            "import icalendar",
            "found = icalendar.Calendar.from_ical(open(sys.argv[1]).read())\n"
            "count = len(found.walk('VEVENT'))",
        ),
        "vobject": _code(
            "import vobject",
            "found = vobject.readComponents(open(sys.argv[1]))\n"
            "count = sum(len(one.vevent_list) for one in found)",
        ),
    },
    "vcard": {
        "vobject": _code(
            "import vobject",
            "count = sum(1 for _ in vobject.readComponents(open(sys.argv[1])))",
        )
    },
    "mt940": {
        "mt-940": _code("import mt940", "count = len(mt940.parse(sys.argv[1]).transactions)")
    },
    "ofx": {
        "ofxparse": _code(
            "from ofxparse import OfxParser",
            "found = OfxParser.parse(open(sys.argv[1], 'rb'))\n"
            "count = len(found.account.statement.transactions)",
        ),
        "ofxtools": _code(
            "from ofxtools.Parser import OFXTree",
            "tree = OFXTree()\ntree.parse(sys.argv[1])\n"
            "count = len(tree.convert().statements[0].transactions)",
        ),
    },
    "qif": {
        "quiffen": _code(
            "from quiffen import Qif",
            "found = Qif.parse(sys.argv[1], day_first=False)\n"
            "held = (v for a in found.accounts.values() for v in a.transactions.values())\n"
            "count = sum(map(len, held))",
        )
    },
    "camt": {
        "bankstatementparser": _code(
            "from bankstatementparser import CamtParser",
            "count = len(CamtParser(sys.argv[1]).parse())",
        ),
        "lxml": _code(
            "from lxml import etree",
            "count = sum(1 for _ in etree.parse(sys.argv[1]).iter('{*}Ntry'))",
        ),
    },
}


def made(folder: Path, kind: str) -> Path:
    """Return the file of a `kind`; it is written if it is not there."""
    megabytes = MEGABYTES[kind]
    file = folder / f"{kind}-{megabytes}mb{ENDINGS.get(kind, '')}"
    if file.exists():
        return file
    if kind in FORMATS:
        write(file, kind, megabytes)
    elif kind == "sms":
        sms(file, mb=megabytes)
    else:
        whatsapp(file, messages=megabytes * 12_200)
    return file


def race(
    file: Path, rivals: Mapping[str, str], rounds: int
) -> dict[str, tuple[int, float, int]]:
    """Return for each program how many records it counted, its least time, and its memory.

    A peer that fails is left out, and said to standard error.
    """
    best: dict[str, tuple[int, float, int]] = {}
    runs = {
        "": (sys.executable, OURS),
        **{name: (str(PEERS), code) for name, code in rivals.items()},
    }
    for _ in range(rounds):
        for name, (python, code) in tuple(runs.items()):
            try:
                ran = took([python, "-c", code, str(file)])
            except SystemExit as failure:
                print(f"{name} failed: {str(failure)[-300:]}", file=sys.stderr)
                del runs[name]
                continue
            count, spent = ran.out.split()
            least = min(float(spent), best[name][1] if name in best else float(spent))
            best[name] = (int(count), least, ran.peak)
    return best


def main() -> None:
    """Print a line for each kind and each peer."""
    parser = argparse.ArgumentParser(prog="python -m bench.rivals")
    parser.add_argument("--folder", type=Path, default=HERE / "out")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=tuple(RIVALS), action="append")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    for kind in given.only or RIVALS:
        file = made(given.folder, kind)
        found = race(file, RIVALS[kind], given.rounds)
        count, own, peak = found.pop("")
        size = file.stat().st_size / 1e6
        for peer, (counted, spent, held) in found.items():
            line = {
                "figure": "rival",
                "reader": kind,
                "megabytes": round(size, 1),
                "records": count,
                "cpu": round(own, 2),
                "mb_per_cpu_second": round(size / own, 1),
                "peak_mb": peak,
                "peer": peer,
                "peer_counted": counted,
                "peer_cpu": round(spent, 2),
                "peer_peak_mb": held,
                "times_faster": round(spent / own, 2),
            }
            print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
