"""Times as English says them: patterns over the text in small letters."""

from __future__ import annotations

from typing import Final

from hearthbook.intake.lists import listed

NUMBERS: Final = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "a couple of": 2,
    "couple of": 2, "the": 1, "": 1,
}  # fmt: skip
UNITS: Final = {
    **dict.fromkeys(
        sorted(listed("day days night nights morning evening afternoon date")), "day"
    ),
    **dict.fromkeys(("week", "weeks"), "week"),
    **dict.fromkeys(("month", "months"), "month"),
    **dict.fromkeys(("year", "years"), "year"),
}
_N: Final = (
    r"(?P<n>an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,3}"
    r"|(?:a )?couple of|(?:a |very )?few|several)"
)
_U: Final = r"(?P<u>days?|nights?|weeks?|months?|years?)"
_ANY: Final = (
    r"(?:seconds?|minutes?|moments?|hours?|days?|nights?|weeks?|weekends?|months?|years?)"
)
_MONTH: Final = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
)
_DAY: Final = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_YEAR: Final = r"(?:19|20)\d\d"

PATTERNS: Final = (
    ("DATE", "date", rf"\b\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH}\b\.?(?:,? {_YEAR}\b)?"),
    ("DATE", "date", rf"\b{_MONTH}\b\.? \d{{1,2}}(?:st|nd|rd|th)?\b(?:,? {_YEAR}\b)?"),
    ("DATE", "date", rf"\b{_MONTH} (?:of )?{_YEAR}\b"),
    (
        "DATE",
        "date",
        rf"\b(?:in|since|until|during|last|next|this|early|late|mid)[- ]{_MONTH}\b",
    ),
    ("DATE", "date", rf"\b(?:in|since|until) {_YEAR}\b"),
    ("TIME", "none", r"\b(?:at )?\d{1,2}(?:[:.]\d\d)? ?(?:a\.?m\.?|p\.?m\.?|o'clock)(?!\w)"),
    ("TIME", "none", r"\b(?:at )?(?:midnight|noon|dawn|dusk)\b"),
    (
        "REL",
        "step",
        (
            r"\bthe (?:very )?(?:next|following) (?P<u>day|week|month|year|morning|night|"
            r"evening|afternoon)\b"
        ),
    ),
    ("REL", "before", r"\bthe previous (?P<u>day|week|month|year|night|evening|morning)\b"),
    (
        "REL",
        "before",
        r"\bthe (?P<u>day|week|month|year|night|evening|morning) before\b(?! last)",
    ),
    ("REL", "same", r"\b(?:the|that) same (?:day|night|evening|morning|afternoon|week)\b"),
    ("REL", "none", r"\bthe (?:day|week) (?:after tomorrow|before yesterday|after next)\b"),
    ("REL", "step", r"\b(?:the )?(?P<u>day|week|month|morning|night) after(?: that)?\b"),
    (
        "REL",
        "step",
        (
            rf"\b(?:(?:just|only|about|almost) )?{_N} (?:more |long |whole |"
            rf"full )?{_U} (?:later|after(?:wards?)?(?: that)?|on)\b"
        ),
    ),
    ("REL", "none", rf"\b{_N} (?:minutes?|hours?) (?:later|after|before|earlier)\b"),
    ("REL", "before", rf"\b{_N} {_U} (?:before|earlier)\b"),
    ("REL", "date", rf"\b(?:just |only )?{_N} {_ANY} ago\b"),
    (
        "REL",
        "vague",
        (
            r"\b(?:just |only )?(?:moments|minutes|hours|days|weeks|months|years) (?:later|"
            r"after)\b"
        ),
    ),
    (
        "REL",
        "none",
        (
            r"\b(?:just |only )?(?:moments|minutes|hours|days|weeks|months|"
            r"years) (?:before|earlier|ago)\b"
        ),
    ),
    ("REL", "same", r"\bthat (?:day|evening|morning|afternoon)\b"),
    ("REL", "same", r"\bthat night\b"),
    (
        "REL",
        "none",
        (
            r"\b(?:yesterday|today|tonight|tomorrow|last night|this (?:morning|evening|"
            r"afternoon)|these days)\b"
        ),
    ),
    (
        "REL",
        "vague",
        r"\b(?:one day|some day|someday|one (?:night|evening|morning)|eventually)\b",
    ),
    (
        "REL",
        "date",
        (
            rf"\b(?:last|next|this) (?:week|month|year|weekend|{_DAY}|spring|summer|autumn|"
            r"fall|winter)\b"
        ),
    ),
    (
        "REL",
        "none",
        rf"\b(?:since |until |by ){_DAY}(?: (?:morning|night|evening|afternoon))?\b",
    ),
    ("REL", "date", rf"\b(?:on )?{_DAY}(?: (?:morning|night|evening|afternoon))?\b"),
    ("DUR", "another", rf"\b(?:then|and then|and) another(?: {_U})?\b(?! \w+ing\b)"),
    ("DUR", "another", rf"\banother {_U}(?: (?:passed|went by))?\b"),
    (
        "DUR",
        "passed",
        (
            rf"\b{_N} (?:more |long |whole |full )?{_U} (?:had )?(?:passed|went by|go by|"
            r"gone by)\b"
        ),
    ),
    ("DUR", "passed", rf"\bafter {_N} (?:more |long |whole |full )?{_U}\b"),
    ("DUR", "vague", r"\b(?:days|weeks|months|years) (?:passed|went by)\b"),
    (
        "DUR",
        "none",
        (
            rf"\b(?:for |in |within |over |almost |nearly ){{0,3}}{_N} (?:more |long |"
            rf"whole |full )?{_ANY}\b"
        ),
    ),
    (
        "DUR",
        "none",
        (
            r"\b(?:for|after|in|during|over) (?:[a-z]+ ){0,2}(?:days|weeks|months|years|"
            r"hours|nights)\b(?: of \w+)?"
        ),
    ),
    ("DUR", "none", r"(?<![\w-])(?:days|weeks|months|years) of \w+\b"),
    (
        "SET",
        "none",
        (
            r"\b(?:every|each) (?:single )?(?:day|night|week|month|morning|evening|hour|"
            r"time|\w+day)s?\b"
        ),
    ),
    (
        "SET",
        "none",
        (
            r"\b(?:once|twice|(?:three|four|five|six|ten|several|many) times)"
            r" (?:a|per) (?:day|week|month|night)\b"
        ),
    ),
    (
        "SET",
        "none",
        (
            r"\b(?:repeatedly|constantly|again and again|over and over|several times|many times"
            r"|twice|daily|nightly|weekly|all night(?: long)?|at night|late-night|"
            r"the nights|night after night|day after day)\b"
        ),
    ),
)
