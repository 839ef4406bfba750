"""Bodies and institutions named in their own language: "Ministerio de Salud", "Université de Montréal".

English abstracts keep such names as they are. The first word tells the kind; after it the name goes on with capitalised
words and the small words between them ("de la", "für", "degli").
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_BODY: Final = (
    r"Minist(?:erio|ère|ero|ério)|Secretar[ií]a|Bundes(?:ministerium|amt|anstalt|institut|agentur|kartellamt)|Statens"
    r"|Institut(?:o|e)? [Nn]a(?:cional|tional)|Istituto (?:[Nn]azionale|[Ss]uperiore)|Agenc(?:ia|e [Nn]ationale)"
    r"|Agenzia"
    r"|Agência|Conse(?:jo|il|lho) (?:[Nn]acional|[Nn]ational|[Ss]up)\w*|Conseil|Direcci[oó]n [Gg]eneral"
    r"|Direction [Gg]énérale|Comis(?:ión|são)|Superintendencia|Bibliot(?:eca|hèque) [Nn]a\w+|Banco (?:Central|de)"
    r"|Tribunal (?:Supremo|Superior|Constitucional|de)|Assemblée [Nn]ationale|C[áâ]mara (?:de|dos)"
)
_HOUSE: Final = (
    r"Universi(?:dad|dade|té|tà|tät|teit|tat|tet|tesi)|Uniwersytet|Technische (?:Universit(?:ät|eit)|Hochschule)"
    r"|Hochschule|[EÉ]cole|Esc(?:uela|ola)|Hôpital|H[oô]pita(?:ux|l) (?:de|das|do|dos|Universitario|General de)"
    r"|Fun(?:dación|dação)|Fondation|Fondazione|Stiftung|Centr[oe] (?:de|di|do|Hospital\w*)|Instituto|Istituto"
    r"|Laboratoire"
    r"|Asociación|Associação|Sociedade?|Partido|Partij|Grupo de|Colegio|Société"
)
_SMALL: Final = (
    r"(?:de la|de las|de los|de|del|della|delle|degli|di|do|da|dos|das|du|des|d'|l'|la|las|los|el|y|e|et|und|van"
    r"|voor|en"
    r"|für|in der|der|die|à|para|pour|por|en)"
)
_WORD: Final = r"[^\W\d_a-zß-öø-ÿ][\w'’-]*"
_LOWER: Final = r"(?:nationale?s?|générale?|supérieure?|européenne?|française?|nacional(?:es)?|superior|federal)"
_NAME = re.compile(
    rf"(?<![\w-])(?:(?P<body>{_BODY})|(?:{_HOUSE}))(?!\w)"
    rf"(?P<rest>(?:(?: {_SMALL}(?: (?:la|las|los|les|el|l'|der|die|das|den))?)?(?: |(?<=')){_WORD}"
    rf"| {_LOWER}(?!\w)){{0,12}})"
)
_WORDS: Final = frozenset(
    """
    Agencia Agenzia Ag Agence Asociaci Associa Assembl Banco Bibliot Biblioteca Bundesministerium Bundesamt
    Bundesanstalt Bundesinstitut Bundesagentur Bundeskartellamt Centro Centre Colegio Comisi Comiss Conseil Consejo
    Conselho Direcci Direction Escola Escuela Ecole Fondation Fondazione Fundaci Funda Grupo Hochschule Hospital
    Institut Institute Instituto Istituto Laboratoire Minist Ministerio Ministero Partido Partij Secretar Secretaria
    Sociedad Sociedade Soci Statens Stiftung Superintendencia Technische Tribunal Universidad Universidade Universit
    Universitat Universiteit Universitet Universitetet Uniwersytet
    """.split()
)
"""What `normalise` makes of the first words: it reads the letters of ASCII only."""


def foreign(plain: str, capitals: frozenset[str], *, public: bool) -> Iterator[tuple[int, int]]:
    """The spans of public bodies, or of universities, hospitals and the like, named in another language."""
    if _WORDS.isdisjoint(capitals) and "École" not in plain:
        return
    for match in _NAME.finditer(plain):
        if bool(match["body"]) == public and match["rest"]:
            yield match.span()
