"""A person's name as its parts, whatever way round the source wrote it; bodies and names of one piece stay whole."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_PARTICLES: Final = frozenset(
    "af al av bin da das de degli dei del dela della den der di do dos du el ibn la le los op 't ten ter te van vom"
    " von y zu zum zur".split()
)
_SUFFIX = re.compile(r"(?:Jr|Sr)\.?|II|III|IV", re.IGNORECASE)
_BODY = re.compile(
    r"\b(?:academy|agency|alliance|association|authority|bank|board|bureau|cent(?:er|re)|collaboration|college"
    r"|commission|committee|company|consortium|corporation|council|department|federation|foundation|gmbh|government"
    r"|group|hospital|inc|initiative|institut[eo]?|laborator(?:y|ies)|llc|ltd|ministry|network|office|organi[sz]ation"
    r"|partnership|programme|project|school|society|task force|team|union|universit(?:y|é|ät|à)|universidade?"
    r"|working group)\b",
    re.IGNORECASE,
)
_BODY_HAN = re.compile(
    r"(?:大学|学院|学会|协会|研究所|研究院|研究组|课题组|公司|委员会|中心|医院|银行|出版社|政府|[部局厅])$"
)
_EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff·・\s]+")
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?)+|[^\W\d_]")
_CAPITALS = re.compile(r"[A-Z]{2,3}")
_SHORT_FAMILIES: Final = frozenset(
    "AI AN AO BA BAI BAO BI BO CAI CAO CHA CHE CHO CUI DAI DU FAN FU GAO GU GUO HA HAN HAO HE HO HU HUO JI JIA JIN JO"
    " KE KIM KO LAI LAU LAM LE LEE LEI LI LIM LIN LIU LO LU LUO LYU MA MAI MAO MEI MI MO NG NI NIE OH OU PAN PEI PU QI"
    " QIN QIU QU REN RO SHA SHE SHI SO SU SUN TAN TAO TU WAN WEI WEN WU XI XIA XIE XIN XU XUE YAN YAO YE YI YIN YOO YU"
    " YUE ZHA ZHU ZOU ZUO".split()
)
"""Family names that could pass for initials where they stand in capitals: `Wei LI`, but `Smith JA`."""
_FAMILIES_HAN: Final = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任"
    "姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name in its parts; one that has none (a body, `张三`) is all `family`, and `whole` says so."""

    family: str
    given: str = ""
    particle: str = ""
    suffix: str = ""
    whole: bool = False

    @property
    def spoken(self) -> str:
        """The name, given name first."""
        return " ".join(part for part in (self.given, self.particle, self.family, self.suffix) if part)


def is_body(name: str) -> bool:
    """Whether the name is that of an organization, as far as its words tell."""
    return bool(_BODY.search(name) or _BODY_HAN.search(name))


def split_name(name: str) -> Name:
    """The parts of `Soojin Kim`, `Kim, S.`, `Kim S.`, `Ludwig van Beethoven`, `King, Jr., Martin Luther`, `张三` …

    Particles (van, de, von …) go with the family name. What names a body, and names without a space, stay whole;
    Chinese, Japanese and Korean names lose the space inside.
    """
    name = " ".join(name.split())
    if _EAST_ASIAN.fullmatch(name):
        return Name(_east_asian(name.split()), whole=True)
    if " " not in name or is_body(name):
        return Name(name, whole=True)
    family, *rest = (part.strip() for part in name.split(","))
    if len(rest) > 2 or not all((family, *rest)):
        return Name(name, whole=True)
    if not rest:
        return _without_comma(name.split())
    suffix = next((part for part in rest if _SUFFIX.fullmatch(part)), "")
    given = [part for part in rest if part != suffix]
    if len(given) > 1:
        return Name(name, whole=True)
    if not given:  # "Martin Luther King, Jr."
        found = _without_comma(family.split())
        return Name(found.family, found.given, found.particle, suffix)
    particle, family = _particle(family.split())
    return Name(family, given[0], particle, suffix)


def _without_comma(words: Sequence[str]) -> Name:
    suffix = words[-1] if len(words) > 2 and _SUFFIX.fullmatch(words[-1]) else ""
    if suffix:
        words = words[:-1]
    if len(words) == 1:
        return Name(words[0], suffix=suffix, whole=True)
    last = words[-1]
    if _are_initials(last) and not any(_are_initials(word) for word in words[:-1]):  # "Kim S.", "van Dijk JA"
        given = ". ".join(last) + "." if _CAPITALS.fullmatch(last) else last
        particle, family = _particle(words[:-1])
        return Name(family, given, particle, suffix)
    at = len(words) - 1
    # the family name begins at its first particle, which a person's own first name never is
    first = next((i for i, word in enumerate(words[1:-1], 1) if word.lower() in _PARTICLES and len(word) > 1), at)
    particle, family = _particle(words[first:])
    return Name(family, " ".join(words[:first]), particle, suffix)


def _are_initials(word: str) -> bool:
    return bool(_INITIALS.fullmatch(word) or (_CAPITALS.fullmatch(word) and word not in _SHORT_FAMILIES))


def _particle(words: Sequence[str]) -> tuple[str, str]:
    """The lower-case particles that a family name begins with, and the rest: a written `Van` is part of the name."""
    at = 0
    while at < len(words) - 1 and words[at].islower() and words[at] in _PARTICLES:
        at += 1
    return " ".join(words[:at]), " ".join(words[at:])


def _east_asian(words: Sequence[str]) -> str:
    """The name without the space that some sources put between family and given name, the family name first."""
    if len(words) == 2 and words[1] in _FAMILIES_HAN and words[0] not in _FAMILIES_HAN:
        words = words[::-1]
    return "".join(words)
