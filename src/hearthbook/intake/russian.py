"""Russian: kin in all cases, pronouns, verbs of speech by their stems, sex by their endings."""

from __future__ import annotations

import re
from typing import Final

from hearthbook.intake.lists import listed
from hearthbook.intake.tongue import Kin
from hearthbook.intake.tongue import Pronoun
from hearthbook.intake.tongue import Tongue
from hearthbook.records.draft import Sex

_F, _M, _U = Sex.FEMALE, Sex.MALE, Sex.UNKNOWN
# The first form is the one a subject takes.
_KIN: Final = (
    ("husband", _M, "муж мужа мужу мужем муже"),
    ("husband", _M, "супруг супруга супругу супругом"),
    ("wife", _F, "жена жены жене жену женой"),
    ("ex-husband", _M, "бывший бывшего бывшему бывшим бывшем"),
    ("partner", _M, "парень парня парню парнем"),
    ("fiance", _M, "жених жениха жениху женихом"),
    ("mother", _F, "мать матери матерью"),
    ("mother", _F, "мама мамы маме маму мамой"),
    ("father", _M, "отец отца отцу отцом отце"),
    ("father", _M, "папа папы папе папу папой"),
    ("mother-in-law", _F, "свекровь свекрови свекровью"),
    ("father-in-law", _M, "свекор свекра свекру свекром"),
    ("mother-in-law", _F, "теща тещи теще тещу тещей"),
    ("father-in-law", _M, "тесть тестя тестю тестем"),
    ("sister-in-law", _F, "золовка золовки золовке золовку золовкой"),
    ("brother-in-law", _M, "деверь деверя деверю деверем"),
    ("sister", _F, "сестра сестры сестре сестру сестрой"),
    ("brother", _M, "брат брата брату братом брате"),
    ("daughter", _F, "дочь дочери дочерью"),
    ("daughter", _F, "дочка дочки дочке дочку дочкой"),
    ("son", _M, "сын сына сыну сыном сыне"),
    ("child", _U, "ребенок ребенка ребенку ребенком"),
    ("child", _U, "малыш малыша малышу малышом"),
    ("grandmother", _F, "бабушка бабушки бабушке бабушку бабушкой"),
    ("grandfather", _M, "дедушка дедушки дедушке дедушку дедушкой"),
    ("aunt", _F, "тетя тети тете тетю тетей"),
    ("uncle", _M, "дядя дяди дяде дядю дядей"),
    ("cousin", _U, "кузен кузена кузену кузеном"),
)
_GROUPS: Final = (
    ("daughters", _F, "дочери дочерей дочерям дочерьми дочерях"),
    ("daughters", _F, "дочки дочек дочкам дочками дочках"),
    ("daughters", _F, "девочки девочек девочкам девочками девочках"),
    ("sons", _M, "сыновья сыновей сыновьям сыновьями сыновьях"),
    ("children", _U, "дети детей детям детьми детях"),
    ("children", _U, "близнецы близнецов близнецам двойняшки двойняшек двойняшкам"),
    ("children", _U, "малышки малышек малышкам малышками малыши малышей малышам"),
    ("parents", _U, "родители родителей родителям родителями"),
)
_ROLES: Final = (
    ("friend", _M, "друг друга другу другом"),
    ("friend", _F, "подруга подруги подруге подругу подругой"),
    ("neighbour", _F, "соседка соседки соседке соседку соседкой"),
    ("neighbour", _M, "сосед соседа соседу соседом"),
    ("lawyer", _U, "адвокат адвоката адвокату адвокатом"),
    ("lawyer", _U, "юрист юриста юристу юристом"),
    ("doctor", _U, "врач врача врачу врачом"),
    ("doctor", _U, "педиатр педиатра педиатру педиатром"),
    ("nurse", _F, "медсестра медсестры медсестре медсестру медсестрой"),
    ("midwife", _F, "акушерка акушерки акушерке акушерку акушеркой"),
    ("judge", _U, "судья судьи судье судью судьей"),
    ("police officer", _U, "участковый участкового участковому"),
    ("psychologist", _U, "психолог психолога психологу психологом"),
    ("babysitter", _F, "няня няни няне няню няней"),
)
_ROLE_GROUPS: Final = (
    ("friends", _U, "друзья друзей друзьям друзьями"),
    ("neighbours", _U, "соседи соседей соседям соседями"),
)
_SAYS: Final = re.compile(
    r"(?:сказа|говор|проговор|шепну|шепта|прошеп|крик|вскри|закри|выкри|спрос|спраш|ответ|отвеч"
    r"|проборм|бормо|рявк|проры|заяв|произн|добав|продолж|возраз|отрез|воскли|прохрип|прошип|шип"
    r"|процед|выдави|буркн|огрызн|всхлип|повтор|попрос|призна|поясн|объясн|замет|подума|усмехн"
    r"|вздохн|простона|умоля|пообещ|обеща|пригроз|угрож|приказа|велел|сообщ|уточн|переби|начал"
    r"|орал|заор|ора|ныл|рыда|позва|обвин|упрек|бросил|брос)[а-я]*"
)
_NOT_SAYS: Final = listed("бросила бросив ответа ответе ответом крика криком обещание")
_WRITES: Final = re.compile(
    r"(?:на|от|пере)?пис(?:а|ыва)[а-я]*|пиш[а-я]*|черкн[а-я]*|прислал[а-я]*"
)
_PAST: Final = re.compile(r"[а-я]{2,}л(?P<she>а)?(?:сь|ся)?")
_BETWEEN: Final = listed("""
    вдруг тихо громко снова опять потом наконец мне ему ей нам им только лишь еще уже все так
    резко зло холодно спокойно сквозь зубы и тогда сразу тут же почти даже устало сухо грубо в
    ответ
    """)
_MY: Final = "мой моя мое мои моего моей моему мою моим моем моих моими"
_OUR: Final = "наш наша наше наши нашего нашей нашему нашу нашим нашем наших нашими"
_YOUR: Final = (
    "твой твоя твое твои твоего твоей твоему твою твоим твоих ваш ваша ваше ваши вашего вашей "
    "вашему вашу вашим ваших"
)
_OWN: Final = "свой своя свое свои своего своей своему свою своим своем своих своими"
COMMON: Final = listed(
    """
    я ты он она оно мы вы они и а но или если когда пока как что чтобы это эта этот эти тот та
    те там тут здесь так вот ну да нет не ни на в во с со к ко у о об от до по за из для без
    при про над под перед потом после сегодня вчера завтра утром вечером ночью днем мой моя
    мои моё его её ее их наш наша наши ваш ваша ваши твой твоя твои свой бог господи
    понедельник вторник среда четверг пятница суббота воскресенье января февраля марта апреля
    мая июня июля августа сентября октября ноября декабря через прошла прошел прошло прошли
    вместо никогда ничего никто всё все весь кто где куда почему зачем каждый каждая каждое
    каждую один одна одно два две три пусть уже ещё еще только лишь привет здравствуй
    здравствуйте спасибо пожалуйста извини прости мама папа муж жена мать отец брат сестра
    свекровь бабушка дедушка дочь дочка дети сын адвокат врач суд друзья однажды вдруг снова
    опять тогда сначала наконец хорошо ладно конечно слезы боль пришел пришла сказал сказала
    посмотри слушай подожди уходи беременность год месяц неделя день ночь россия москва вера
    надежда любовь
    """.replace("ё", "е")
)


def _says(low: str) -> bool:
    return (_SAYS.fullmatch(low) is not None and low not in _NOT_SAYS) or _writes(low)


def _writes(low: str) -> bool:
    return _WRITES.fullmatch(low) is not None


def _stands_between(low: str) -> bool:
    return low in _BETWEEN or (len(low) > 5 and low.endswith("но"))


def _common(low: str) -> bool:
    return low in COMMON


def _ended(low: str) -> Sex:
    """Return the sex of who did it, as the ending of a verb in the past gives it."""
    found = _PAST.fullmatch(low)
    if found is None:
        return Sex.UNKNOWN
    return Sex.FEMALE if found["she"] else Sex.MALE


def _table(*rows: tuple[tuple[str, Sex, str], ...]) -> dict[str, Kin]:
    """Return the nouns of single people (first) and of groups (second), in all their cases."""
    found: dict[str, Kin] = {}
    for group, row in zip((False, True), rows, strict=True):
        for relation, sex, forms in row:
            for place, form in enumerate(forms.split()):
                found.setdefault(form, Kin(relation, sex, group, place == 0))
    return found


def _all(forms: str, pronoun: Pronoun) -> dict[str, Pronoun]:
    return dict.fromkeys(forms.split(), pronoun)


RUSSIAN: Final = Tongue(
    code="ru",
    subjects={
        "я": Pronoun.ME, "он": Pronoun.HE, "она": Pronoun.SHE, "они": Pronoun.THEY,
        "мы": Pronoun.OURS,
    },
    objects={
        **_all("мне меня мной", Pronoun.ME), **_all(_MY, Pronoun.ME),
        **_all("его ему него нему ним", Pronoun.HE), **_all("ее ей нее ней", Pronoun.SHE),
    },
    owners={
        **_all(_MY, Pronoun.ME), **_all(_OUR, Pronoun.OURS), **_all(_YOUR, Pronoun.YOU),
        **_all(_OWN, Pronoun.OWN), "его": Pronoun.HE, "ее": Pronoun.SHE, "их": Pronoun.THEY,
    },
    kin=_table(_KIN, _GROUPS),
    roles=_table(_ROLES, _ROLE_GROUPS),
    articles=listed("общие общих общим одна один"),
    named=listed("зовут звали имени"),
    says=_says,
    writes=_writes,
    mentions_writing=listed(
        "сообщение сообщения письмо записка записку записке письме смс комментарий"
    ),
    between=_stands_between,
    joins=frozenset({"и", "а", "но", "тогда", "потом"}),
    body=listed("глаза глаз лицо голос губы руки рука голова сердце взгляд щеки горло колени"),
    ended=_ended,
    bare_kin=True,
    is_common=_common,
    places=listed("в во на из к до под около"),
)  # fmt: skip
