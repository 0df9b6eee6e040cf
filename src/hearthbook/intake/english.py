"""English: kin, pronouns, verbs of speech and of writing."""

from __future__ import annotations

from typing import Final

from hearthbook.intake.given import GIVEN
from hearthbook.intake.lists import listed
from hearthbook.intake.tongue import Kin
from hearthbook.intake.tongue import Pronoun
from hearthbook.intake.tongue import Tongue
from hearthbook.records.draft import Sex

_F, _M, _U = Sex.FEMALE, Sex.MALE, Sex.UNKNOWN
_KIN: Final = (
    ("husband", _M, "husband hubby"),
    ("wife", _F, "wife"),
    ("ex-husband", _M, "ex-husband"),
    ("ex-wife", _F, "ex-wife"),
    ("ex-partner", _U, "ex ex-partner ex-boyfriend ex-girlfriend"),
    ("partner", _U, "partner spouse"),
    ("partner", _M, "boyfriend"),
    ("partner", _F, "girlfriend"),
    ("fiance", _M, "fiancé fiance"),
    ("fiance", _F, "fiancée fiancee"),
    ("mother", _F, "mother mom mum mama mommy mummy"),
    ("father", _M, "father dad daddy papa"),
    ("mother-in-law", _F, "mother-in-law"),
    ("father-in-law", _M, "father-in-law"),
    ("sister-in-law", _F, "sister-in-law"),
    ("brother-in-law", _M, "brother-in-law"),
    ("stepmother", _F, "stepmother"),
    ("stepfather", _M, "stepfather"),
    ("sister", _F, "sister"),
    ("brother", _M, "brother"),
    ("daughter", _F, "daughter"),
    ("son", _M, "son"),
    ("child", _U, "child baby newborn"),
    ("grandmother", _F, "grandmother grandma granny nana"),
    ("grandfather", _M, "grandfather grandpa granddad"),
    ("aunt", _F, "aunt auntie"),
    ("uncle", _M, "uncle"),
    ("niece", _F, "niece"),
    ("nephew", _M, "nephew"),
    ("cousin", _U, "cousin"),
    ("godmother", _F, "godmother"),
    ("godfather", _M, "godfather"),
)
_GROUPS: Final = (
    ("daughters", _F, "daughters girls"),
    ("sons", _M, "sons boys"),
    ("children", _U, "children kids twins babies newborns"),
    ("parents", _U, "parents"),
    ("parents-in-law", _U, "in-laws parents-in-law"),
    ("sisters", _F, "sisters"),
    ("brothers", _M, "brothers"),
    ("relatives", _U, "relatives"),
)
_ROLES: Final = (
    ("friend", _U, "friend"),
    ("neighbour", _U, "neighbour neighbor"),
    ("lawyer", _U, "lawyer attorney solicitor barrister"),
    ("doctor", _U, "doctor pediatrician paediatrician gynecologist gynaecologist gp"),
    ("nurse", _U, "nurse"),
    ("midwife", _U, "midwife doula"),
    ("health visitor", _U, "health-visitor"),
    ("social worker", _U, "social-worker caseworker"),
    ("judge", _U, "judge"),
    ("mediator", _U, "mediator"),
    ("therapist", _U, "therapist counsellor counselor psychologist"),
    ("police officer", _U, "policeman policewoman constable"),
    ("employer", _U, "boss employer"),
    ("colleague", _U, "colleague coworker co-worker"),
    ("landlord", _U, "landlord landlady"),
    ("babysitter", _U, "babysitter nanny"),
    ("teacher", _U, "teacher"),
)
_ROLE_GROUPS: Final = (
    ("friends", _U, "friends"),
    ("neighbours", _U, "neighbours neighbors"),
    ("police", _U, "police"),
    ("colleagues", _U, "colleagues coworkers"),
    ("nurses", _U, "nurses"),
    ("doctors", _U, "doctors"),
)
_REGULAR: Final = listed(
    """
accuse acknowledge add admit advise affirm agree allege announce answer apologize apologise
argue ask assert assure bark bellow blame blurt boast breathe chime choke chuckle claim coax
command complain concede conclude confess confirm continue croak cry curse declare demand deny
drawl echo encourage exclaim explain falter gasp giggle greet growl grumble grunt hint hiss
howl implore inform inquire enquire insist insult interject interrupt jeer joke laugh lie
marvel mention moan mock mumble murmur mutter nag observe plead pray proclaim promise
pronounce propose protest query quip rasp reassure recall recite remark remind repeat reply
respond retort reveal roar scoff scold scream screech shout shriek sigh snap snarl sneer sniff
snort sob sputter stammer stutter suggest taunt tease thank threaten thunder urge vow wail
warn whimper whine whisper wonder yell persist pursue rejoin interpose remonstrate ejaculate
expostulate soothe call order
"""
)
_IRREGULAR: Final = listed(
    """
say says said saying tell tells told telling spit spat spits spitting think thinks thought begin
began begins swear swears swore snapped sobbed nagged quipped went put
"""
)
_WRITING: Final = listed(
    """
text texted texting texts messaged messaging emailed emails emailing e-mailed posted posting
commented wrote writes write writing written typed dmed whatsapped replied replies
"""
)


def _forms(verb: str) -> tuple[str, ...]:
    """Return the forms of a regular `verb`."""
    if verb.endswith("e"):
        return verb, f"{verb}s", f"{verb}d", f"{verb[:-1]}ing"
    if verb.endswith("y") and verb[-2] not in "aeo":
        return verb, f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing"
    plural = f"{verb}es" if verb.endswith(("s", "h")) else f"{verb}s"
    return verb, plural, f"{verb}ed", f"{verb}ing"


_WRITES: Final = frozenset(_WRITING)
_SAYS: Final = frozenset(
    {form for verb in _REGULAR for form in _forms(verb)} | {*_IRREGULAR} | _WRITES
)
_BETWEEN: Final = listed("""
    then again now also only just never once had has was would could did even still soon at last
    finally back to me him her us out in on up down and not almost half
    """)
# Words that begin with a capital only because a sentence does, or because English writes so.
COMMON: Final = listed("""
    i the a an and but or so if then when while as at in on of for to from with without by it
    he she they we you this that these those there here what why how who which where not no
    yes oh ah well now my his her our their your its mine yours ours is are was were be been
    am do does did have has had will would shall should can could may might must let god lord
    christmas easter monday tuesday wednesday thursday friday saturday sunday january february
    march april june july august september october november december english french german
    russian italian american british chapter part very never ever only just even still again
    once perhaps maybe after before since until till though although because every each all
    some any many much more most one two three four five six seven eight nine ten first second
    nothing something everything nobody somebody everybody anyone someone both neither either
    such another other others good dear sir madam mr mrs miss ms dr instead tears pain through
    look hello hi years their come go stop tell say said please thank thanks sorry yesterday
    today tomorrow tonight next last later soon suddenly finally meanwhile however indeed
    surely certainly also too quite rather whatever whenever wherever whoever during whatsapp
    facebook instagram telegram viber skype google iphone nicu icu ivf dna us uk usa eu ok
    okay don't didn't isn't aren't wasn't weren't can't couldn't won't wouldn't i'm i've i'd
    i'll it's he's she's they're we're you're that's there's what's let's get give take leave
    wait listen see mother father mom mum dad mama papa grandma grandpa granny aunt uncle
    mommy mummy daddy nana baby court hospital family police judge doctor nurse lawyer love
    thankfully happy congratulations
    """)
_TITLES: Final = {
    "mr": _M, "mister": _M, "sir": _M, "mrs": _F, "ms": _F, "miss": _F, "madam": _F,
    "dr": _U, "doctor": _U, "judge": _U, "professor": _U, "officer": _U, "nurse": _U,
    "aunt": _F, "auntie": _F, "uncle": _M, "grandma": _F, "grandpa": _M,
    "sister": _F, "brother": _M, "lady": _F, "lord": _M, "captain": _M, "colonel": _M,
}  # fmt: skip
TITLES: Final[dict[str, Sex]] = _TITLES


def _says(low: str) -> bool:
    return low in _SAYS


def _writes(low: str) -> bool:
    return low in _WRITES


def _stands_between(low: str) -> bool:
    return low in _BETWEEN or (low.endswith("ly") and len(low) > 4 and low not in GIVEN)


def _common(low: str) -> bool:
    return low in COMMON


def _no_sex(low: str) -> Sex:
    """Return that English verbs tell nobody's sex."""
    del low
    return Sex.UNKNOWN


def _table(*rows: tuple[tuple[str, Sex, str], ...]) -> dict[str, Kin]:
    """Return the nouns of single people (first) and of groups (second)."""
    return {
        noun: Kin(relation, sex, group)
        for group, row in zip((False, True), rows, strict=True)
        for relation, sex, nouns in row
        for noun in nouns.split()
    }


ENGLISH: Final = Tongue(
    code="en",
    subjects={
        "i": Pronoun.ME, "i'm": Pronoun.ME, "i'd": Pronoun.ME, "i've": Pronoun.ME,
        "i'll": Pronoun.ME, "he": Pronoun.HE, "he's": Pronoun.HE, "he'd": Pronoun.HE,
        "she": Pronoun.SHE, "she's": Pronoun.SHE, "she'd": Pronoun.SHE, "they": Pronoun.THEY,
        "we": Pronoun.OURS,
    },
    objects={
        "me": Pronoun.ME, "my": Pronoun.ME, "myself": Pronoun.ME, "him": Pronoun.HE,
        "his": Pronoun.HE, "himself": Pronoun.HE, "her": Pronoun.SHE, "herself": Pronoun.SHE,
    },
    owners={
        "my": Pronoun.ME, "our": Pronoun.OURS, "his": Pronoun.HE, "her": Pronoun.SHE,
        "their": Pronoun.THEY, "your": Pronoun.YOU,
    },
    kin=_table(_KIN, _GROUPS),
    roles=_table(_ROLES, _ROLE_GROUPS),
    articles=listed("a an the another mutual old some one this that two our my his her their"),
    named=frozenset({"named", "called"}),
    says=_says,
    writes=_writes,
    mentions_writing=listed(
        "message messages text letter note email e-mail voicemail post comment postcard"
    ),
    between=_stands_between,
    joins=frozenset({"and", "but", "then", "so", "&"}),
    body=listed("""
        eyes eye face voice lips lip mouth heart hands hand head tone brow eyebrows cheeks cheek
        chest expression jaw throat arms finger fingers gaze knees shoulders stomach breath
        """),
    ended=_no_sex,
    bare_kin=False,
    is_common=_common,
    places=listed("in at to from near into around of via"),
)  # fmt: skip
