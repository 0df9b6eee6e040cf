"""Given names and the sex they go with, English and Russian.

A name on the list may be taken for a name where it begins a sentence; a name that is also a
common word (`DOUBTFUL`) needs another sign of a person, as does any name that is not listed.
"""

from __future__ import annotations

from typing import Final

from hearthbook.intake.lists import listed
from hearthbook.records.draft import Sex

_FEMALE_EN: Final = """
abigail ada adele agnes aisha alexandra alexis alice alicia alison alyssa amanda amber amelia
amy andrea angela anita ann anna anne annie antonia april ashley audrey ava barbara beatrice
becky belinda bella bernadette beth betty beverly bianca brenda bridget brittany brooke camila
candice carla carmen carol caroline carrie catherine cecilia celia charlotte cheryl chloe
christina christine cindy claire clara claudia colleen constance courtney crystal cynthia daisy
dana daniela daphne dawn deborah debra delia denise diana diane dolores donna dora doris dorothy
edith eileen elaine eleanor elena eliza elizabeth ella ellen elsa emilia emily emma erica erin
esther ethel eva evelyn faith fatima felicity fiona florence frances francesca gabriela gail
gemma georgia gina gloria grace greta gwen hannah harriet hazel heather heidi helen helena
hilary holly hope ida imogen ingrid irene iris irina isabel isabella isla ivy jacqueline jane
janet janice jasmine jean jennifer jenny jessica jill joan joanna jocelyn josephine joy joyce
judith judy julia juliana julie june karen kate katherine kathleen katie kayla kelly kimberly
kristen kristin laila lara laura lauren leah leila lena lesley lilian lily linda lisa lois
lorraine louise lucia lucy luna lydia lynn mabel madeleine madison maggie marcia margaret maria
marianne marie marilyn marina marion marjorie martha mary matilda maureen maxine may megan
melanie melissa mercy mia michelle mildred miranda miriam molly monica muriel nadia nancy naomi
natalie natasha nell nicole nina nora norma olga olive olivia paige pamela patricia patty paula
pauline penelope penny phoebe phyllis polly priscilla rachel rebecca renee rhonda rita roberta
robin rosa rosalind rose rosemary roxanne ruby ruth sabrina sally samantha sandra sara sarah
selena serena shannon sharon sheila shirley sofia sonia sonya sophia sophie stacy stella
stephanie sue summer susan suzanne sylvia tamara tania tara tatiana teresa tessa tiffany tina
tracy una ursula valerie vanessa vera veronica victoria viola violet virginia vivian wanda
wendy whitney willow yasmin yolanda yvonne zoe masha dasha sasha katya nastya olya tanya
svetlana ekaterina anastasia lyudmila ludmila galina nadezhda natalia oksana yulia zhanna
hilda beatrix theodora thea ottilie cordelia estelle odette freya astrid sigrid ursula
grusha nadya sveta lyuda ira rita tonya ulyana ksyusha alyona galya zoya lyubov raisa tamila
alina anya darya ksenia larisa lyuba mila polina rimma varvara zinaida
"""
_MALE_EN: Final = """
aaron abdul abraham adam adrian ahmed alan albert alec alex alexander alfred ali allan andre
andrew andy anthony antonio archie arnold arthur austin barry ben benjamin bernard bill billy
blake bob bobby brad bradley brandon brendan brett brian bruce bruno bryan caleb calvin
cameron carl carlos cedric chad charles charlie chris christian christopher clarence clark
claude clifford clive clyde cody colin connor craig curtis cyril dale damian dan daniel danny
darren dave david dean dennis derek desmond diego dmitri dominic don donald douglas duncan
dustin dylan earl eddie edgar edmund eduardo edward edwin eli elias elijah elliot eric ernest
ethan eugene evan felix fernando finn floyd francis frank franklin fred frederick gabriel
gareth gary gavin geoffrey george gerald gerard gilbert glen gordon graham grant greg gregory
guy harold harry harvey hassan hector henry herbert herman howard hubert hugh hugo ian ibrahim
igor isaac ivan jack jackson jacob jake james jamie jared jason javier jay jeff jeffrey jeremy
jerome jerry jesse jim jimmy joe joel john johnny jonathan jordan jorge jose joseph joshua
juan julian justin karl keith ken kenneth kevin kirk kurt kyle lance larry lawrence lee leo
leon leonard leonardo leroy leslie lewis liam lionel lloyd logan louis lucas luis luke malcolm
manuel marco marcus mario mark martin marvin mason matt matthew maurice max maxwell michael
miguel mike miles mitchell mohammed morris moses muhammad nathan nathaniel neil nelson
nicholas nick nigel noah noel norman oliver omar oscar oswald otto owen pablo pat patrick paul
pedro percy perry peter phil philip pierre quentin ralph ramon randy raphael ray raymond
reginald rene reuben rex richard rick ricky rob robert roderick rodney roger roland ron ronald
rory ross roy rudolph rufus rupert russell ryan salvador sam samuel scott sean sebastian
sergio seth shane shaun sidney simon spencer stanley stefan stephen steve steven stewart
stuart ted terence theodore thomas tim timothy toby todd tom tommy tony travis trevor tristan
troy tyler vernon victor vincent wade wallace walter warren wayne wesley wilfred will william
winston wyatt xavier yusuf zachary sergei sergey dmitry alexei aleksei andrei andrey boris
fyodor gennady gleb grigory kirill konstantin leonid maxim mikhail misha nikita nikolai oleg
pavel petya roman ruslan stepan timur vadim vasily viktor vitaly vladimir vlad vova linus
casimir silas jonas anders emil hans klaus magnus lars sven bjorn wolfgang gustav grisha vanya
kolya alyosha lyosha dima tolya kostya seryozha tyoma yura borya mitya pasha fedya yaroslav
yegor yuri zakhar artyom anton denis
"""
# Words of every day that are names as well: nobody is proposed for one of these alone.
DOUBTFUL: Final = listed("""
april amber angel art august bill brook brooke chance chase christian crystal daisy dale dawn
dean don drew earl faith frank gail gene georgia grace grant guy harmony hazel heather holly
hope iris ivy jack jay jean jordan joy june lance lee lily luna mark mason max may mercy miles
misty olive pat patty penny pearl ray rex rich rob robin rose ruby sally sandy summer sue
violet virginia viola wade will willow victor victoria carol charity chad
вера надежда любовь роза лев роман марк слава мир мила лилия
""")
_FEMALE_RU: Final = """
александра алена алина алиса алла анастасия ангелина анжела анна антонина анфиса арина ася
варвара валентина валерия василиса вера вероника виктория виолетта галина дарья диана дина
ева евгения екатерина елена елизавета жанна зинаида злата зоя инга инна ирина карина кира
клавдия клара кристина ксения лариса лидия лилия любовь людмила маргарита марина мария марта
мила милана мирослава надежда наталья наталия нелли ника нина нонна оксана олеся ольга полина
раиса регина римма роза светлана серафима снежана софия софья стелла таисия тамара татьяна
ульяна фаина эвелина элеонора эльвира эмилия юлия яна ярослава
маша соня даша глаша катя настя оля таня света лена аня люда люба надя наташа юля ира галя
лиза ксюша полина рита зина тоня вика лера варя уля рая тома лара поля тася вероничка маня
маруся машенька сонечка дашенька катюша настенька оленька танюша алёнка алёна женечка
"""
_MALE_RU: Final = """
александр алексей анатолий андрей антон аркадий арсений артем артур богдан борис вадим
валентин валерий василий виктор виталий влад владимир владислав всеволод вячеслав геннадий
георгий герман глеб григорий давид даниил данила данил денис дмитрий евгений егор захар иван
игорь илья иннокентий кирилл константин лев леонид макар максим марат марк матвей мирон
михаил назар никита николай олег павел петр платон радик ренат роман ростислав руслан савелий
святослав семен сергей станислав степан тарас тимофей тимур федор филипп эдуард эльдар эмиль
юрий яков ярослав
леша алеша андрюша антоша боря вадик вася витя вова володя гена гоша гриша даня дима егорка
женя жора иванушка ваня илюша кеша кирюша костя коля леня лёша миша митя никитка олежка паша
петя рома саша сережа слава степа тёма тима толя федя юра яша стас макс
"""
_BOTH_RU: Final = listed("саша женя слава валя шура сашенька")
_ENDINGS: Final = {
    "ия": ("ия", "ии", "ию", "ией"),
    "ья": ("ья", "ьи", "ье", "ью", "ьей"),
    "я": ("я", "и", "е", "ю", "ей"),
    "а": ("а", "ы", "и", "е", "у", "ой", "ей"),
    "ий": ("ий", "ия", "ию", "ием", "ии"),
    "й": ("й", "я", "ю", "ем", "е"),
    "ь": ("ь", "я", "ю", "ем", "е", "и"),
}
_LOST_VOWEL: Final = {"лев": "льв", "павел": "павл", "петр": "петр"}


def _cases(name: str) -> tuple[str, ...]:
    """Return the forms a Russian `name` takes, itself first."""
    for ending, forms in _ENDINGS.items():
        if name.endswith(ending):
            stem = name.removesuffix(ending)
            return (name, *(stem + form for form in forms if stem + form != name))
    stem = _LOST_VOWEL.get(name, name)
    return (name, *(stem + form for form in ("а", "у", "ом", "е")))


def _russian(names: str, sex: Sex) -> dict[str, tuple[str, Sex]]:
    found: dict[str, tuple[str, Sex]] = {}
    for name in names.replace("ё", "е").split():
        own = Sex.UNKNOWN if name in _BOTH_RU else sex
        for form in _cases(name):
            found.setdefault(form, (name, own))
    return found


_RUSSIAN_F: Final = _russian(_FEMALE_RU, Sex.FEMALE)
_RUSSIAN_M: Final = {
    form: own
    for form, own in _russian(_MALE_RU, Sex.MALE).items()
    if form not in _RUSSIAN_F or own[0] == form
}
# Form in small letters, е for ё: the name in its first case, and its sex.
GIVEN: Final[dict[str, tuple[str, Sex]]] = {
    **{name: (name, Sex.FEMALE) for name in _FEMALE_EN.split()},
    **{name: (name, Sex.MALE) for name in _MALE_EN.split()},
    **dict.fromkeys(("alex", "jamie", "robin", "leslie", "jordan", "pat"), ("", Sex.UNKNOWN)),
    "sasha": ("sasha", Sex.UNKNOWN),
    **_RUSSIAN_F,
    **_RUSSIAN_M,
}
_PATRONYMIC_F: Final = ("ovna", "evna", "ichna", "овна", "евна", "ична", "инична")
_PATRONYMIC_M: Final = (
    "ovich",
    "evich",
    "ovitch",
    "evitch",
    "yich",
    "ович",
    "евич",
    "ьич",
    "мич",
)
_CASED_F: Final = ("овны", "овне", "овну", "овной", "евны", "евне", "евну", "евной")
_CASED_M: Final = ("овича", "овичу", "овичем", "евича", "евичу", "евичем")


def patronymic(low: str) -> Sex | None:
    """Return the sex a patronymic gives; None if `low` is none."""
    if low.endswith(_PATRONYMIC_F + _CASED_F) and len(low) > 5:
        return Sex.FEMALE
    if low.endswith(_PATRONYMIC_M + _CASED_M) and len(low) > 5:
        return Sex.MALE
    return None


def first_case(low: str) -> str:
    """Return a name or a patronymic in the form a dictionary gives it."""
    for ending in ("ны", "не", "ну", "ной"):
        if low.endswith(tuple(part + ending for part in ("ов", "ев", "ич"))):
            return low.removesuffix(ending) + "на"
    for ending in ("ича", "ичу", "ичем"):
        if low.endswith(ending):
            return low.removesuffix(ending) + "ич"
    return GIVEN[low][0] or low if low in GIVEN else low
