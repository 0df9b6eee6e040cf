"""Readers of what a family's phones and accounts already hold.

To add one: write `hearthbook/sources/<kind>.py`, drop samples in `tests/sources/<kind>/`,
add it to `READERS`. Nothing else changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

from hearthbook.sources.baby_buddy import BabyBuddy
from hearthbook.sources.baby_connect import BabyConnect
from hearthbook.sources.baby_plus import BabyPlus
from hearthbook.sources.baby_tracker import BabyTracker
from hearthbook.sources.camt import Camt
from hearthbook.sources.database_log import DatabaseLog
from hearthbook.sources.google_chat import GoogleChat
from hearthbook.sources.google_voice import GoogleVoice
from hearthbook.sources.huckleberry import Huckleberry
from hearthbook.sources.ics import Ics
from hearthbook.sources.imessage import IMessage
from hearthbook.sources.iphone_calls import IPhoneCalls
from hearthbook.sources.mail import Mail
from hearthbook.sources.messenger import Messenger
from hearthbook.sources.mt940 import Mt940
from hearthbook.sources.nara import Nara
from hearthbook.sources.ofx import Ofx
from hearthbook.sources.outlook import Outlook
from hearthbook.sources.photo import PhotoFile
from hearthbook.sources.piyolog import PiyoLog
from hearthbook.sources.qif import Qif
from hearthbook.sources.recording import RecordingFile
from hearthbook.sources.signal_export import SignalExport
from hearthbook.sources.sms_backup import SmsBackup
from hearthbook.sources.snoo import Snoo
from hearthbook.sources.telegram import Telegram
from hearthbook.sources.vcard import Vcard
from hearthbook.sources.viber import Viber
from hearthbook.sources.whatsapp import WhatsApp
from hearthbook.sources.whatsapp_db import WhatsAppDb
from hearthbook.sources.writing import WritingFile

if TYPE_CHECKING:
    from hearthbook.sources.contract import Reader

READERS: Final[tuple[Reader, ...]] = (
    WhatsApp(),
    SmsBackup(),
    Ofx(),
    Telegram(),
    Camt(),
    Messenger(),
    SignalExport(),
    Mt940(),
    GoogleVoice(),
    Qif(),
    GoogleChat(),
    Ics(),
    Vcard(),
    BabyBuddy(),
    Huckleberry(),
    Nara(),
    BabyTracker(),
    BabyConnect(),
    Snoo(),
    BabyPlus(),
    PiyoLog(),
    Mail(),
    IMessage(),
    WhatsAppDb(),
    IPhoneCalls(),
    Viber(),
    DatabaseLog(),
    Outlook(),
    PhotoFile(),
    WritingFile(),
    RecordingFile(),
)
