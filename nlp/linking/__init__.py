"""From a name in a text to the one concept it stands for.

The authority list (the lexicon) decides first, by id and by a name that is equal for certain; what it does not know
gets an id made of its country and its name. Nothing is merged because it looks alike: Australia and Austria do, too.
"""

from nlp.linking.candidates import Effect, Feature, LinkCandidate
from nlp.linking.equality import BODIES, COINED
from nlp.linking.ids import NO_COUNTRY, UNKNOWN, country_of
from nlp.linking.linker import Linker, linker_of

__all__ = [
    "BODIES",
    "COINED",
    "NO_COUNTRY",
    "UNKNOWN",
    "Effect",
    "Feature",
    "LinkCandidate",
    "Linker",
    "country_of",
    "linker_of",
]
