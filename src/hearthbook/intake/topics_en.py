"""What English words touch which topic: `STRONG` by themselves, `WEAK` only together."""

from __future__ import annotations

from typing import Final

from hearthbook.intake.lists import listed

_NOT: Final = (
    r"(?:did not|didn't|never|hasn't|has not|haven't|have not|hadn't|had not|wouldn't|won't"
    r"|doesn't|does not|refused to|refuses to|stopped)"
)
_CHILD: Final = r"(?:child(?:ren)?|kids?|daughters?|sons?|bab(?:y|ies)|girls?|boys?|twins)"
_THEM: Final = rf"(?:them|her|him|both(?: of them)?|(?:the|my|our) (?:\w+ )?{_CHILD})"
_LAWYER: Final = r"(?:lawyer|attorney|solicitor|barrister|legal aid)"

STRONG: Final = {
    "abandonment": (
        r"\babandon(?:ed|s|ing)? (?:me|us|them|his|her|our|the)\b",
        (
            r"\b(?:left|leaves|leaving|walked out on|deserted|ditched) (?:me|us|(?:his|her|"
            rf"the|our) (?:family|{_CHILD}))\b"
        ),
        r"\b(?:walked|moved) out\b(?! of the (?:room|shop|store|kitchen))",
        r"\bturned (?:around )?and (?:left|walked (?:out|away)|slammed)\b",
        r"\bslammed the door behind (?:him|her)\b",
        r"\bpacked (?:his|her|a) (?:things|bags?|suitcase)\b",
        (
            r"\b(?:he|she) (?:just |simply |then )?left(?= without|[.!;]| for good|"
            r" that night| that day| and )"
        ),
    ),
    "denial_of_paternity": (
        rf"\b(?:not|isn't|aren't) (?:my|his|her) {_CHILD}\b",
        r"\b(?:aren't|isn't|not) mine\b",
        r"\bpaternity\b",
        r"\bdna test\b",
        r"\bnot (?:the|their|her|his) (?:real )?father\b",
    ),
    "no_contact": (
        (
            rf"\b{_NOT} (?:even |once |ever )?(?:com(?:e|ing)|return(?:ing|ed)?|call(?:ed|"
            r"ing)?|visit(?:ed|ing)?|answer(?:ed|ing)?|"
            r"wr(?:ite|ote|itten|iting)|text(?:ed|ing)?|show(?:ed|n)? up|respond(?:ed|"
            r"ing)?|repl(?:y|ied|ying)|pick(?:ed|ing)? up|"
            r"came|see(?:n|ing)? (?:them|her|him|the)|ask(?:ed|ing)? about)\b"
            r"(?: back| home| to)?"
        ),
        r"\bno (?:calls?|contact|word|messages?|news) (?:from|since|for|at)\b",
        r"\bblocked (?:me|my number|us)\b",
        (
            r"\b(?:he|she|husband|father) (?:just |simply |had )?(?:disappeared|vanished|"
            r"ghosted)\b"
        ),
        r"\bignored (?:all )?(?:my|our) (?:calls|messages|texts)\b",
        r"\bleft for (?:a |the )?(?:vacation|holiday|trip)(?: abroad)?\b",
        r"\bwent (?:away|abroad) without\b",
    ),
    "harassment": (
        (
            r"\b(?:called|calls|calling|texted|texts|rang|messaged|"
            r"phoned) me (?:repeatedly|constantly|again and again|every|all|"
            r"non-?stop|over and over|\w+ times|day and night)\b"
        ),
        (
            r"\b(?:rang|called|phoned) (?:me )?(?:again )?at (?:midnight"
            r"|(?:one|two|three|four|five|[1-5])(?: a\.?m\.?| in the morning))"
        ),
        r"\bblam(?:ed|es|ing) me\b",
        r"\bharass\w*",
        r"\bstalk(?:ed|s|ing) me\b",
    ),
    "threat": (
        r"\bthreaten(?:ed|s|ing)? (?:me|us|to|that|with)\b",
        rf"\b(?:i'll|i will|we'll|we will) take (?:the|your|them|my) ?(?:{_CHILD})?(?: away)?",
        r"\byou(?:'ll| will) (?:never see|regret|be sorry)\b",
    ),
    "verbal_abuse": (
        (
            r"\b(?:snapped|screamed|yelled|shouted|swore|cursed)\b(?: at (?:me|us|them|her|"
            r"him))?(?! for joy| with joy)"
        ),
        (
            r"\bcalled me (?:an? )?(?:names|bad|terrible|stupid|useless|worthless|crazy|"
            r"liar|idiot|lazy)\b"
        ),
        r"\binsult(?:ed|s|ing) me\b",
        r"\bhumiliat(?:ed|es|ing) me\b",
    ),
    "support": (
        r"\bchild support\b",
        r"\balimony\b",
        (
            rf"\b{_NOT} (?:even |ever )?(?:paid|pay(?:ing)?|sen[dt](?:ing)?|contribut\w+|"
            r"g[ia]ven?(?:ing)?) (?:anything|any money|money|rent|child support|"
            r"his share|a (?:cent|penny|dime)|me|us|"
            r"for|it)\b"
        ),
        r"\b(?:paid|pays|sent|gave|gives|sends) (?:me |us )?(?:nothing|no money)\b",
        r"\bnot (?:a|one) (?:cent|penny|dime)\b",
        r"\bstopped paying\b",
        (
            r"\bpaid (?:me |us )?(?:\w+ )?(?:for the (?:rent|diapers|nappies|formula|"
            r"children|babies))\b"
        ),
    ),
    "custody_filing": (
        r"\b(?:full|sole|joint|shared|primary|temporary|emergency|legal|physical) custody\b",
        (
            r"\b(?:fil\w+|fought|fight\w*|appl\w+|petition\w*|asked|sued|"
            r"suing) for (?:\w+ )?custody\b"
        ),
        r"\bcustody (?:hearing|case|order|agreement|petition)\b",
    ),
    "divorce_filing": (
        r"\bfil(?:ed|e|es|ing) for (?:a )?(?:legal )?(?:divorce|separation)\b",
        r"\bdivorce (?:papers|petition|hearing|case|proceedings)\b",
    ),
    "legal_representation": (
        (
            r"\b(?:reached out to|called|hired|spoke (?:to|with)|talked to|met(?: with)?|"
            r"consulted|saw|found|retained|contacted|asked|went to) (?:a|an|my|the|"
            rf"our) (?:\w+ )?{_LAWYER}\b"
        ),
        (
            rf"\b(?:my|our) {_LAWYER} (?:said|told|advised|wrote|filed|sent|called|"
            r"explained|thinks)\b"
        ),
        r"\blegal aid\b",
    ),
    "pregnancy_health": (
        r"\b(?:my|the|our) (?:\w+ )?pregnancy\b",
        r"\b(?:i was|while|when) (?:\w+ )?pregnant\b",
        r"\bbed rest\b",
        r"\bmiscarr\w+",
        r"\blosing the bab(?:y|ies)\b",
        r"\bpre-?eclampsia\b",
    ),
    "birth": (
        r"\b(?:were|was) born\b",
        r"\bgave birth\b",
        r"\bin my arms for the first time\b",
        r"\bwent into labou?r\b",
    ),
    "child_health": (
        r"\b(?:high )?fever\b",
        r"\bhospitali[sz]ed\b",
        r"\bnicu\b",
        r"\bincubator\b",
        r"\bvaccinat\w+",
        r"\bborn premature\w*|\bpremature bab\w+",
        r"\b(?:pneumonia|jaundice|bronchitis|colic)\b",
    ),
    "sole_care": (
        r"\b(?:late-night|night|nightly|midnight) feed(?:ing)?s?\b",
        (
            r"\bi (?:\w+ )?(?:fed|feed|bathed?|changed?|rock(?:ed)?|burp(?:ed)?|"
            rf"dress(?:ed)?|soothed?) {_THEM}\b"
        ),
        rf"\b(?:alone|on my own|by myself) with {_THEM}",
        (
            r"\b(?:raising|raise|raised|caring|care|cared) (?:for )?(?:\w+ ){1,3}(?:alone|"
            r"on my own|by myself)\b"
        ),
        r"\bsingle-handed\w*",
    ),
    "violence": (
        (
            r"\b(?:hit|hits|slapped|pushed|shoved|choked|grabbed|kicked|beat|beats|punched|"
            rf"strangled|hurt) (?:me|us|{_THEM})\b"
        ),
        r"\bafraid of (?:him|her)\b",
        r"\b(?:restraining|protective|protection) order\b",
    ),
    "travel_abroad": (
        (
            rf"\b(?:take|took|taking|taken) {_THEM} (?:abroad|out of the country|"
            r"to another country)\b"
        ),
        r"\b(?:children|babies|girls|boys|daughters|sons|twins)'?s? passports?\b",
    ),
}
WEAK: Final = {
    "abandonment": (r"\bslammed the door\b", r"\bnever (?:looked|came) back\b", r"\bleft\b"),
    "verbal_abuse": (
        r"\b(?:growled|spat|snarled|hissed|sneered)\b",
        r"\b(?:stupid|worthless|useless|bad mother|bad father)\b",
    ),
    "support": (
        (
            r"\b(?:give|provide|pay) (?:for )?(?:them|the (?:children|babies)) (?:enough|"
            r"everything)\b"
        ),
        r"\bboth parents\b",
        r"\bmoney\b",
        r"\b(?:diapers|nappies|formula|rent)\b",
        r"\b(?:paid|pay|pays|afford)\b",
    ),
    "custody_filing": (
        r"\bcustody\b",
        r"\b(?:visitation|parenting time)\b",
        r"\b(?:court|judge)\b",
    ),
    "divorce_filing": (r"\bdivorc\w+", r"\b(?:court|papers|judge|signed)\b"),
    "legal_representation": (
        r"\b(?:lawyer|attorney|solicitor)\b",
        r"\b(?:advised|advice|consultation)\b",
    ),
    "child_health": (
        r"\b(?:healthy|ill|sick|cough\w*|rash)\b",
        rf"\b{_CHILD}\b",
        r"\b(?:doctor|pediatrician|paediatrician|hospital)\b",
    ),
    "sole_care": (
        r"\b(?:alone|on my own|by myself)\b",
        r"\b(?:feedings?|bottles?|diapers|nappies|lullab(?:y|ies)|sleepless nights)\b",
    ),
    "birth": (r"\bthe birth of\b", r"\b(?:delivery room|midwife|contractions)\b"),
}
# What happens without touching a topic of the list, and still belongs in a chronology.
HAPPENED: Final = {
    "arrival": (
        (
            r"\b(?:walked|came|went|burst|stormed|rushed) (?:in|into|back|home|over|to see|"
            r"to the (?:hospital|house|flat|apartment))\b"
        ),
        r"\b(?:arrived|returned|showed up|turned up|visited|moved in)\b",
    ),
    "contact": (
        r"\b(?:called|phoned|texted|messaged|emailed|wrote to|rang) (?:me|us|him|her|them)\b",
        (
            r"\b(?:sent|left) (?:me|us|him|her) (?:a|an|the) (?:\w+ )?(?:message|text|"
            r"letter|email|note|voicemail|photo)\b"
        ),
    ),
    "payment": (r"\b(?:paid|transferred|sent) (?:me |us )?(?:\w+ )?(?:money|\d+)\b",),
    "handover": (
        rf"\b(?:picked|dropped) (?:up |off )?{_THEM}(?: up| off)?\b",
        rf"\b(?:took|brought) {_THEM} (?:back|home|to)\b",
    ),
    "document": (
        (
            r"\b(?:signed|received|got|served with) (?:the |a |some )?(?:papers|letter|"
            r"summons|court order|certificate)\b"
        ),
    ),
}
HEARSAY: Final = (
    r"\bi (?:\w+ )?(?:heard|learned|learnt|discovered|found out|was told)\b",
    r"\b(?:told|wrote|texted|messaged) me (?:that )?(?:he|she|they|his|her|their)\b",
    r"\b(?:according to|apparently|rumou?rs?|whispers)\b",
    r"\b(?:someone|somebody) (?:said|told)\b",
    r"\b(?:messages?|news|words?|whispers) from\b",
)
IRREALIS: Final = (
    r"\b(?:as if|as though|like an?|would|could|might|may (?:not|have|be|never)|"
    r"wish\w*|hop(?:e|ed|ing)|"
    r"imagin\w+|dream\w*|if|unless|nearly|almost|"
    r"will|won't|wouldn't|going to|afraid that|convinced that|should)\b|\b\w+'(?:ll|d)\b"
)
NEGATION: Final = r"\b(?:not|never|nobody|no one|nothing|without)\b|\b\w+n't\b"
REPEATED: Final = (
    r"\b(?:repeatedly|constantly|again and again|over and over|every|each|always|often|"
    r"several times|many times|"
    r"kept \w+ing|non-?stop|night after night|day after day|the nights|daily|nightly|"
    r"weekly|used to)\b"
)
EARLIER: Final = (
    r"\bhad (?:already |just |then |\w+ly )?\w+(?:ed|en|ne|ft|nt|ld|ught|ade|ut|ost|et|id)\b"
    r"|\bhad (?:hit|put|cut|let|set|come|gone|run)\b"
)
ONLY_TIME: Final = listed("not nor and then also either or the that")
ADVICE: Final = r"\b(?:said|told|advised|warned|recommended|explained|suggested|thinks|wrote)\b"
REPORTS: Final = (
    r"\b(?:said|says|told|tells|claimed|claims|promised|promises|insisted|admitted|"
    r"announced|explained|warned|swore|wrote|"
    r"writes|texted|complained|replied|answered|stated|threatened)\b"
    r"(?:(?: to)? (?:me|us|him|her|them|everyone|everybody|his \w+|her \w+))?"
    r" (?:that|(?=(?:he|she|they|it|we|i|nothing|there|his|her|the)\b))"
    r"|\b(?:promised|refused|threatened|swore|offered|agreed)(?: me| us)? to\b"
)
